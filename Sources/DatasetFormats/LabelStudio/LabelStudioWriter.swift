import Core
import Geometry

/// Writes `tasks.json`, a list of tasks that Label Studio imports, `label_config.xml`, the labelling interface that it needs, and
/// `images/<split>/`. Pictures are named as files of local storage whose root is the folder of the dataset.
final class LabelStudioWriter: DatasetWriter {
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private var names = FileNames()
    private let tasks = SpillBuffer()
    private var count = 0
    private var config: LabelStudioConfig
    private let skeletons: [String: DatasetSkeleton]

    init(_ sink: any DatasetSink, _ options: WriteOptions) {
        self.sink = sink
        skeletons = options.skeletons
        config = LabelStudioConfig(options.classes)
    }

    func add(_ image: DatasetImage, picture: PictureBytes?) throws {
        let folder = "images/\(image.split?.rawValue ?? "default")"
        let path = "\(folder)/\(names.unique(image.name, in: folder))"
        var data: JSONObject = JSONObject([("image", .string(PictureReference.reference(path)))])
        if let split = image.split { data["split"] = .string(split.rawValue) }
        var drawn: [JSON] = []
        var predicted: [JSON] = []
        if let size = image.size {
            for (number, annotation) in image.annotations.enumerated() {
                let text = LabelStudioResultText(annotation, id: "r\(number + 1)", size, skeletons[annotation.label]?.keypoints ?? [])
                guard !text.results.isEmpty else {
                    account.skip(image.name, nil, "\(annotation.label): covers nothing")
                    continue
                }
                if let note = text.note { account.note(image.name, nil, "\(annotation.label): \(note)") }
                config.note(annotation, text)
                if annotation.confidence == nil { drawn += text.results } else { predicted += text.results }
            }
        } else if !image.annotations.isEmpty {
            account.skip(image.name, nil, "its size is not known, and Label Studio writes percent of it", count: image.annotations.count)
        }
        count += 1
        let id = JSON.int(Int64(count))
        let annotations: JSON = drawn.isEmpty ? [] : [["id": id, "was_cancelled": false, "ground_truth": false, "result": .array(drawn)]]
        let predictions: JSON = predicted.isEmpty ? [] : [["model_version": "fovea", "result": .array(predicted)]]
        let task: JSON = ["id": id, "data": .object(data), "annotations": annotations, "predictions": predictions]
        try tasks.append((count > 1 ? Array(",\n".utf8) : []) + task.bytes)
        if let picture { try sink.write(path, size: picture.size, next: picture.next) }
        account.took(image)
    }

    func finish() throws {
        var pieces = SpilledPieces([.bytes(Array("[\n".utf8)), .spill(tasks), .bytes(Array("\n]\n".utf8))])
        try sink.write("tasks.json", size: pieces.total) { try pieces.next() }
        try sink.write("label_config.xml", config.text)
        try sink.finish()
    }
}
