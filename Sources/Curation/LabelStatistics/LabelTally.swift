import Core
import Library

/// Annotations seen so far, image by image. Its size grows with the number of labels, not with that of annotations.
struct LabelTally {
    private static let mostTogether = 50
    private static let bins = [0...0, 1...1, 2...2, 3...3, 4...4, 5...5, 6...10, 11...20, 21...50, 51...100]

    private let labels: [Label]
    private let places: [ID: Int]
    private let only: ID?
    private var balance: [LabelBalance]
    /// Of each label by the split's place among all.
    private var bySplit: [[LabelBalance.InSplit]]
    /// Places of the labels that are counted together, the commonest of the project, and images with both of two of them.
    private let common: [Int]
    private let commonPlaces: [Int: Int]
    private var together: [[Int]]
    private var boxes = BoxTally()
    private var objects = 0
    private var labelledImages = 0
    private var perImage = [Int](repeating: 0, count: bins.count + 1)

    /// The image under way.
    private var current: (image: ID, split: Int)?
    private var present: Set<Int> = []
    private var ownObjects = 0

    /// - Parameter only: the label whose boxes are meant; nil for those of all.
    init(labels: [Label], only: ID?) {
        self.labels = labels
        self.only = only
        places = Dictionary(labels.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        balance = labels.map { LabelBalance(labelID: $0.id, name: $0.name, color: $0.color, bySplit: [:]) }
        bySplit = labels.map { _ in Split.allCases.map { _ in LabelBalance.InSplit() } }
        let order = labels.indices.sorted { (labels[$0].annotationCount, $1) > (labels[$1].annotationCount, $0) }
        common = Array(order.prefix(Self.mostTogether))
        commonPlaces = Dictionary(uniqueKeysWithValues: common.enumerated().map { ($1, $0) })
        together = Array(repeating: Array(repeating: 0, count: common.count), count: common.count)
    }

    /// One annotation; those of one image come one after the other, and the split is asked for once an image. `bounds` are nil for a class
    /// of the whole image.
    mutating func add(
        image: ID, split: () throws -> Split, width: Int, height: Int, label: ID, bounds: (x: ClosedRange<Double>, y: ClosedRange<Double>)?
    ) rethrows {
        if current?.image != image {
            endImage()
            current = (image, Split.allCases.firstIndex(of: try split()) ?? 0)
        }
        guard let current, let place = places[label] else { return }
        objects += 1
        balance[place].objects += 1
        bySplit[place][current.split].objects += 1
        present.insert(place)
        guard only == nil || only == label else { return }
        ownObjects += 1
        if let bounds { boxes.add(image: image, x: bounds.x, y: bounds.y, imageWidth: Double(width), imageHeight: Double(height)) }
    }

    private mutating func endImage() {
        guard let split = current?.split else { return }
        if !present.isEmpty { labelledImages += 1 }
        for place in present {
            balance[place].images += 1
            bySplit[place][split].images += 1
        }
        let met = present.compactMap { commonPlaces[$0] }
        for one in met { for other in met { together[one][other] += 1 } }
        if ownObjects > 0 { perImage[Self.bins.firstIndex { $0.contains(ownObjects) } ?? Self.bins.count] += 1 }
        (current, present, ownObjects) = (nil, [], 0)
    }

    /// - Parameter images: all there are, those without any object among them.
    mutating func finish(images: Int) -> LabelStatistics {
        endImage()
        perImage[0] = images - perImage.dropFirst().reduce(0, +)
        for place in balance.indices {
            balance[place].share = objects > 0 ? Double(balance[place].objects) / Double(objects) : 0
            balance[place].bySplit = Dictionary(uniqueKeysWithValues: zip(Split.allCases.map(\.rawValue), bySplit[place]))
        }
        let counts = perImage.enumerated().map { place, images -> ObjectCountBin in
            guard place < Self.bins.count else { return ObjectCountBin(least: Self.bins[place - 1].upperBound + 1, most: nil, images: images) }
            return ObjectCountBin(least: Self.bins[place].lowerBound, most: Self.bins[place].upperBound, images: images)
        }
        return LabelStatistics(
            images: images, labelledImages: labelledImages, objects: objects, labels: balance, coOccurrence: coOccurrence, boxes: boxes.count,
            measures: boxes.measures, centres: boxes.centres, odd: boxes.oddBoxes, objectsPerImage: counts)
    }

    private var coOccurrence: CoOccurrence {
        let shown = common.indices.filter { together[$0][$0] > 0 }.sorted { (together[$0][$0], $1) > (together[$1][$1], $0) }
        func square(_ value: (_ both: Double, _ one: Double, _ other: Double) -> Double) -> [[Double]] {
            shown.map { a in
                shown.map { b in value(Double(together[a][b]), Double(together[a][a]), Double(together[b][b])) }
            }
        }
        return CoOccurrence(
            labelIDs: shown.map { labels[common[$0]].id }, images: shown.map { a in shown.map { together[a][$0] } },
            jaccard: square { both, one, other in both / (one + other - both) },
            lift: square { both, one, other in both * Double(labelledImages) / (one * other) })
    }
}
