import Core

/// What a `data.yaml` says, in any of the ways it is written.
struct YOLOData {
    /// By class number; numbers that nobody names are missing.
    var names: [Int: String] = [:]
    /// Per split, the folders or lists as they stand in the file.
    var sources: [(split: DatasetSplit, path: String)] = []
    /// The folder that the sources are relative to, as it stands in the file.
    var root: String?
    /// Numbers a keypoint (2 or 3), and keypoints an object, when it is a pose dataset.
    var keypoints: (count: Int, dimensions: Int)?
    /// Names of keypoints by class number, or of all classes (nil).
    var keypointNames: [Int?: [String]] = [:]
    /// What the dataset is for; our own writer says so.
    var task: YOLOTask?
    /// What was odd about it.
    var notes: [String] = []

    init() {}

    /// Nil when the YAML is not about a YOLO dataset.
    init?(_ yaml: YAML) {
        guard yaml.map != nil, yaml["names"] != nil || yaml["train"] != nil || yaml["val"] != nil || yaml["nc"] != nil else { return nil }
        readNames(yaml["names"])
        if let count = yaml["nc"]?.text.flatMap({ Int($0) }), !names.isEmpty, count != names.count {
            notes.append("nc is \(count), but there are \(names.count) names")
        }
        root = yaml["path"]?.text
        for (key, split) in [("train", DatasetSplit.train), ("val", .val), ("valid", .val), ("validation", .val), ("test", .test)] {
            if let text = yaml[key]?.text { sources.append((split, text)) }
            for item in yaml[key]?.list ?? [] { if let text = item.text { sources.append((split, text)) } }
        }
        if let shape = yaml["kpt_shape"]?.list?.compactMap({ $0.text.flatMap { Int($0) } }), shape.count == 2,
            (1...1000).contains(shape[0]), shape[1] == 2 || shape[1] == 3
        {
            keypoints = (shape[0], shape[1])
        } else if yaml["kpt_shape"] != nil {
            notes.append("kpt_shape is not two numbers, of which the second is 2 or 3; keypoints are not read")
        }
        task = yaml["task"]?.text.flatMap(YOLOTask.init(rawValue:))
        readKeypointNames(yaml["kpt_names"] ?? yaml["keypoint_names"])
    }

    private mutating func readKeypointNames(_ value: YAML?) {
        if let list = value?.list { keypointNames[nil] = list.map { $0.text ?? "" } }
        for member in value?.map ?? [] {
            guard let number = Int(member.key), let list = member.value.list else {
                notes.append("kpt_names of \"\(member.key.prefix(40))\" is no list of a class number")
                continue
            }
            keypointNames[number] = list.map { $0.text ?? "" }
        }
        guard let count = keypoints?.count else { return }
        for (number, names) in keypointNames where names.count != count {
            notes.append("kpt_names\(number.map { " of class \($0)" } ?? "") has \(names.count) names where kpt_shape has \(count) keypoints")
        }
    }

    private mutating func readNames(_ value: YAML?) {
        switch value {
        case .list(let items):
            for (index, item) in items.enumerated() { name(index, item) }
        case .map(let members):
            for member in members {
                guard let index = Int(member.key), index >= 0 else {
                    notes.append("the class number \"\(member.key.prefix(40))\" is no number")
                    continue
                }
                if names[index] != nil { notes.append("class \(index) is named twice; the last name counts") }
                name(index, member.value)
            }
        case .scalar(let text, _) where !text.isEmpty:
            // Some tools write the list as text: "['a', 'b']".
            let parts = text.split(whereSeparator: { "[],".contains($0) }).map { $0.filter { $0 != "'" && $0 != "\"" } }
            for (index, part) in parts.map({ $0.drop { $0 == " " } }).filter({ !$0.isEmpty }).enumerated() { names[index] = String(part) }
        default: break
        }
        let twice = Dictionary(grouping: names.values, by: { $0 }).filter { $1.count > 1 }.keys.sorted()
        for name in twice { notes.append("several classes are named \"\(name)\"; they become one") }
    }

    private mutating func name(_ index: Int, _ value: YAML) {
        guard case .scalar(let text, _) = value, !text.isEmpty else {
            notes.append("class \(index) has no name")
            return
        }
        names[index] = text
    }
}
