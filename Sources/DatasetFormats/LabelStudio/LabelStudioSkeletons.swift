import Core

/// The names of the keypoints that belong to regions of a label: a file lists them with each object only, so it is read once
/// for them before its tasks are.
enum LabelStudioSkeletons {
    private static let nameLimit = 1000

    static func read(_ path: String) -> [String: DatasetSkeleton] {
        guard let slicer = try? JSONSlicer(path), slicer.enter() == .array else { return [:] }
        var names: [String: [String]] = [:]
        while let bytes = try? slicer.element() {
            // Most files have none, and then nothing is parsed.
            guard holds(bytes, "parentID"), holds(bytes, "keypointlabels"), let json = try? JSON.lenient(bytes) else { continue }
            let task = LabelStudioTask(json, number: 0)
            for results in [task.annotation] + task.predictions.map(\.results) { collect(LabelStudioResults(results), &names) }
        }
        return names.mapValues { DatasetSkeleton(keypoints: ordered($0)) }
    }

    private static func collect(_ results: LabelStudioResults, _ names: inout [String: [String]]) {
        var labels: [String: String] = [:]
        for region in results.regions { labels[region.id] = region.labels.first }
        for region in results.regions where region.value["keypointlabels"] != nil {
            guard let parent = region.parent, let label = labels[parent], let name = region.labels.first else { continue }
            var list = names[label] ?? []
            if list.count < nameLimit, !list.contains(name) { list.append(name) }
            names[label] = list
        }
    }

    /// Points that are called by number stand at their number; others in the order in which they came.
    private static func ordered(_ names: [String]) -> [String] {
        let numbers = names.compactMap { Int($0) }
        guard numbers.count == names.count, let highest = numbers.max(), numbers.allSatisfy({ $0 >= 1 }), highest <= nameLimit else { return names }
        return (1...highest).map(String.init)
    }

    private static func holds(_ bytes: [UInt8], _ text: String) -> Bool {
        bytes.withUnsafeBufferPointer { hay in
            var wanted = text
            return wanted.withUTF8 { needle in
                guard let first = needle.first, hay.count >= needle.count else { return false }
                return (0...(hay.count - needle.count)).contains { at in
                    hay[at] == first && hay[at..<at + needle.count].elementsEqual(needle)
                }
            }
        }
    }
}
