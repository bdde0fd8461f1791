import Core
import Geometry

/// Makes annotations of the results of one task.
struct LabelStudioTaking {
    let file: String
    let row: String
    let size: PixelSize?
    let skeletons: [String: DatasetSkeleton]

    /// - Parameter score: of a prediction, for results that have none of their own; nil for what people drew.
    func annotations(_ results: LabelStudioResults, _ score: Double?, _ account: inout ImportAccount) -> [DatasetAnnotation] {
        for (what, count) in results.unread.sorted(by: { $0.key < $1.key }) { account.skip(file, row, "\(what): \(count) not read", count: count) }
        var found = results.classes.map { DatasetAnnotation(label: $0.name, geometry: .image, confidence: confidence($0.score, score)) }
        guard !results.regions.isEmpty else { return found }
        guard let size else {
            account.skip(file, row, "the size of its picture is not known, and Label Studio writes percent of it", count: results.regions.count)
            return found
        }
        let parents = Set(results.regions.map(\.id))
        let parts = Dictionary(grouping: results.regions.filter { isPart($0, of: parents) }) { $0.parent ?? "" }
        for region in results.regions where !isPart(region, of: parents) {
            found += annotations(region, parts[region.id] ?? [], size, score, &account)
        }
        return found
    }

    private func isPart(_ region: LabelStudioRegion, of parents: Set<String>) -> Bool {
        region.value["keypointlabels"] != nil && region.parent.map { $0 != region.id && parents.contains($0) } ?? false
    }

    private func annotations(
        _ region: LabelStudioRegion, _ parts: [LabelStudioRegion], _ size: PixelSize, _ score: Double?, _ account: inout ImportAccount
    ) -> [DatasetAnnotation] {
        let place = "\(row), region \(region.id.prefix(40))"
        guard let label = region.labels.first(where: { !$0.isEmpty }) else {
            account.skip(file, place, "has no label", count: 1 + parts.count)
            return []
        }
        var attributes = region.attributes
        var geometry: Geometry
        do {
            let taken = try LabelStudioGeometry.take(region.value, size)
            if let note = taken.note { account.note(file, place, "\(label): \(note)") }
            geometry = taken.geometry
        } catch {
            account.skip(file, place, "\(label): \(error.reason)", count: 1 + parts.count)
            return []
        }
        if !parts.isEmpty, let box = geometry.boundingBox {
            geometry = .keypoints(keypoints(parts, label, size, &account))
            if geometry.boundingBox?.isNear(box) != true {
                attributes["box"] = [.double(box.x), .double(box.y), .double(box.width), .double(box.height)]
            }
        }
        guard let fitted = AnnotationGate(file: file, size: size).admit(geometry, row: place, label: label, &account) else { return [] }
        var seen: Set<String> = []
        let labels = region.labels.filter { !$0.isEmpty && seen.insert($0).inserted }
        if labels.count > 1 { account.note(file, place, "has \(labels.count) labels; each became an annotation of its own") }
        return labels.map { DatasetAnnotation(label: $0, geometry: fitted, attributes: attributes, confidence: confidence(region.score, score)) }
    }

    private func keypoints(_ parts: [LabelStudioRegion], _ label: String, _ size: PixelSize, _ account: inout ImportAccount) -> [Keypoint] {
        let names = skeletons[label]?.keypoints ?? []
        var points = [Keypoint](repeating: Keypoint(0, 0, visibility: 0), count: names.count)
        for part in parts {
            do {
                let point = try LabelStudioGeometry.point(part.value, size)
                guard let name = part.labels.first, let index = names.firstIndex(of: name) else {
                    account.skip(file, row, "\(label): a keypoint without a name")
                    continue
                }
                if points[index].isLabelled { account.note(file, row, "\(label): the keypoint \(name) comes twice; the last counts") }
                points[index] = Keypoint(point.x, point.y, visibility: part.attributes["occluded"]?.bool == true ? 1 : 2)
            } catch {
                account.skip(file, row, "\(label): a keypoint: \(error.reason)")
            }
        }
        return points
    }

    private func confidence(_ own: Double?, _ prediction: Double?) -> Double? {
        guard let prediction else { return nil }
        return min(max(own ?? prediction, 0), 1)
    }
}
