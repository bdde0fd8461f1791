/// Finds out which task a YOLO dataset is for: from what `data.yaml` says, else from how many numbers its lines have.
struct YOLOSurvey {
    /// Lines by how many numbers follow the class.
    private(set) var lines: [Int: Int] = [:]
    private static let fileLimit = 500
    private static let lineLimit = 20_000

    init(_ input: DatasetInput, _ pictures: [(path: String, split: DatasetSplit?)]) {
        var files = 0
        var total = 0
        for (picture, _) in pictures {
            guard files < Self.fileLimit, total < Self.lineLimit else { break }
            guard let labels = YOLOQuirks.labelPaths(of: picture).first(where: input.tree.contains),
                let reader = try? LineReader(input.tree.path(of: labels))
            else { continue }
            files += 1
            while total < Self.lineLimit, let line = reader.next() {
                guard let values = try? YOLOQuirks.numbers(line), values.count > 1 else { continue }
                lines[values.count - 1, default: 0] += 1
                total += 1
            }
        }
    }

    /// - Parameter told: by the user.
    func verdict(_ data: YOLOData, told: YOLOTask?) -> (schema: YOLOSchema, findings: String) {
        if let told {
            let keypoints = data.keypoints ?? (told == .pose ? guessedKeypoints : nil)
            return (YOLOSchema(task: told, keypoints: keypoints), "read as \(told.rawValue), as told")
        }
        if let task = data.task, task != .pose || data.keypoints != nil {
            return (YOLOSchema(task: task, keypoints: data.keypoints), "\(task.rawValue): data.yaml names this task")
        }
        if let keypoints = data.keypoints {
            return (YOLOSchema(task: .pose, keypoints: keypoints), "pose: data.yaml has kpt_shape")
        }
        let total = lines.values.reduce(0, +)
        let seen = lines.keys.sorted()
        if total == 0 { return (YOLOSchema(task: .detect), "detect: no label line was seen") }
        if seen.allSatisfy({ $0 <= 5 }) { return (YOLOSchema(task: .detect), "detect: all of \(total) lines looked at are boxes") }
        if seen.allSatisfy({ $0 == 8 || $0 == 9 }) {
            let words = "obb: all of \(total) lines looked at have four corners; the task segment would read them as polygons"
            return (YOLOSchema(task: .obb), words)
        }
        let outlines = lines.reduce(0) { $0 + ($1.key > 5 ? $1.value : 0) }
        return (YOLOSchema(task: .segment), "segment: \(outlines) of \(total) lines looked at are polygons")
    }

    /// Nobody says how many keypoints there are, but every line has as many numbers.
    private var guessedKeypoints: (count: Int, dimensions: Int)? {
        let long = lines.keys.filter { $0 > 5 }
        guard long.count == 1, let count = long.first else { return nil }
        if (count - 4).isMultiple(of: 3) { return ((count - 4) / 3, 3) }
        return (count - 4).isMultiple(of: 2) ? ((count - 4) / 2, 2) : nil
    }
}
