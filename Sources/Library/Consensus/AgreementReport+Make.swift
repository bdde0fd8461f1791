import Agreement
import Core

extension AgreementReport {
    init(_ opinions: Opinions, threshold: Double) {
        var pairs: [UserPair: (comparison: PairComparison, images: Int)] = [:]
        var people: [ID: (tally: Tally, images: Int)] = [:]
        var total = PairComparison()
        var units: [[[ID]?]] = []
        let everybody = opinions.names.keys.sorted()
        perImage = []
        pending = 0
        for picture in opinions.pictures {
            let users = picture.layers.keys.sorted()
            guard users.count > 1 else {
                pending += 1
                continue
            }
            var here = PairComparison()
            for (index, left) in users.enumerated() {
                people[left, default: (Tally(), 0)].images += 1
                for right in users[(index + 1)...] {
                    let comparison = PairComparison(
                        picture.layers[left] ?? [], picture.layers[right] ?? [], size: picture.size, threshold: threshold)
                    here += comparison
                    pairs[UserPair(left: left, right: right), default: (PairComparison(), 0)].comparison += comparison
                    pairs[UserPair(left: left, right: right)]?.images += 1
                    // Seen from the others: what a person has that they have not is their false alarm.
                    people[left, default: (Tally(), 0)].tally += comparison.total.reversed
                    people[right, default: (Tally(), 0)].tally += comparison.total
                }
            }
            total += here
            units += Self.units(picture, users, everybody, threshold)
            perImage.append(AgreementOnImage(picture, here.total, people: users.count))
        }
        perImage.sort { ($0.agreement, $0.filename, $0.imageID) < ($1.agreement, $1.filename, $1.imageID) }
        self.threshold = threshold
        images = perImage.count
        f1 = total.total.f1
        meanIoU = total.total.meanIoU
        alpha = Coefficients.krippendorffAlpha(units)
        self.pairs = pairs.sorted { $0.key < $1.key }.map { AgreementOfPair($0.key, $0.value.comparison, $0.value.images, opinions.names) }
        let kappas = self.pairs.compactMap(\.kappa)
        kappa = kappas.isEmpty ? nil : kappas.reduce(0, +) / Double(kappas.count)
        self.people = people.map { id, value in
            AgreementOfPerson(
                userID: id, username: opinions.names[id] ?? "", images: value.images, precision: value.tally.precision,
                recall: value.tally.recall, f1: value.tally.f1, meanIoU: value.tally.meanIoU)
        }.sorted { ($0.username, $0.userID) < ($1.username, $1.userID) }
        labels = opinions.labels.compactMap { label in
            total.byLabel[label.id].map { tally in
                AgreementOnLabel(
                    labelID: label.id, name: label.name, color: label.color, hits: tally.hits, misses: tally.leftOnly + tally.rightOnly,
                    f1: tally.f1, meanIoU: tally.meanIoU)
            }
        }
    }

    /// What each of all the people calls each thing of one image; nil for those who have not labelled it.
    private static func units(_ picture: Opinions.Picture, _ users: [ID], _ everybody: [ID], _ threshold: Double) -> [[[ID]?]] {
        let names = ObjectGroups.names(users.map { picture.layers[$0] ?? [] }, size: picture.size, threshold: threshold)
        return names.map { unit in
            let said = Dictionary(uniqueKeysWithValues: zip(users, unit))
            return everybody.map { said[$0] ?? nil }
        }
    }
}

private struct UserPair: Hashable, Comparable {
    var left: ID
    var right: ID
    static func < (a: UserPair, b: UserPair) -> Bool { (a.left, a.right) < (b.left, b.right) }
}

extension AgreementOfPair {
    fileprivate init(_ pair: UserPair, _ comparison: PairComparison, _ images: Int, _ names: [ID: String]) {
        let total = comparison.total
        self.init(
            leftID: pair.left, left: names[pair.left] ?? "", rightID: pair.right, right: names[pair.right] ?? "", images: images,
            hits: total.hits, leftOnly: total.leftOnly, rightOnly: total.rightOnly, precision: total.precision, recall: total.recall,
            f1: total.f1, meanIoU: total.meanIoU, kappa: comparison.kappa, classAccuracy: comparison.classAccuracy)
    }
}

extension AgreementOnImage {
    fileprivate init(_ picture: Opinions.Picture, _ tally: Tally, people: Int) {
        self.init(
            consensusID: picture.setID, imageID: picture.imageID, filename: picture.filename, people: people, agreement: tally.f1 ?? 1,
            meanIoU: tally.meanIoU, hits: tally.hits, misses: tally.leftOnly + tally.rightOnly, mergedAt: picture.mergedAt)
    }
}
