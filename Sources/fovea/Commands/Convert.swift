import Core
import DatasetFormats

extension Command {
    static let convert = Command(
        "convert", "Turn a dataset from one format into another; no server, no database", usage: "IN OUT", positionals: 2...2,
        options: [
            .value("from", "F", "auto, \(DatasetFormat.allCases.map(\.rawValue).joined(separator: ", ")) (auto)"),
            .value("to", "F", DatasetFormat.writable.map(\.rawValue).joined(separator: ", ")),
            .value("images", "DIR", "Where the pictures lie when apart from the annotations"),
            .value("voc-origin", "0|1", "Pascal VOC, read or written: whether the top-left pixel is 0 or 1 (0)"),
            .value("limit", "N", "At most so many images"),
            .value("yolo-task", "T", "YOLO, written: \(YOLOTask.allCases.map(\.rawValue).joined(separator: ", ")) (detect)"),
            .value("yolo-read-task", "T", "YOLO, read: the same (by its files)"),
            .flag("no-images", "Leave the pictures out"),
        ]
    ) { invocation in
        guard let to = try invocation.format("to", of: DatasetFormat.writable) else { throw UsageError("--to is needed") }
        var conversion = DatasetConversion.Request(
            input: invocation.positionals[0], output: invocation.positionals[1], from: try invocation.format("from"), to: to)
        conversion.images = invocation.value("images")
        conversion.limit = try invocation.int("limit", in: 1...1_000_000_000)
        let origin = try invocation.int("voc-origin", in: 0...1) ?? 0
        conversion.read.vocOrigin = origin
        conversion.write.vocOrigin = origin
        conversion.read.decodeLabelMap = LabelMapCodec.decode
        conversion.write.encodeLabelMap = LabelMapCodec.encode
        conversion.write.yoloTask = try invocation.yoloTask() ?? .detect
        conversion.read.yoloTask = try invocation.yoloTask("yolo-read-task")
        conversion.copiesPictures = !invocation.has("no-images")

        let request = conversion
        let outcome = try await BlockingExecutor(name: "conversion", threads: 1, queueLimit: 1).run {
            try DatasetConversion.run(request) { count in
                if count.isMultiple(of: 64) { Terminal.progress(1 - 1 / (1 + Double(count) / 500), "\(count) images") }
            }
        }
        Terminal.progress(1, "\(outcome.written.images) images")
        var problems = outcome.read
        problems.add(outcome.written)
        let rows = problems.problems.map { (file: $0.file, row: $0.row, reason: $0.reason) }
        let skipped = outcome.read.skipped + outcome.written.skipped
        let json: JSON = [
            "from": .string(outcome.format.rawValue), "to": .string(to.rawValue), "images": .int(Int64(outcome.written.images)),
            "annotations": .int(Int64(outcome.read.annotations)), "classes": .array(outcome.classes.map { .string($0) }),
            "skipped": .int(Int64(skipped)), "clipped": .int(Int64(outcome.read.clipped)),
            "problems": .array(rows.map { ["file": .string($0.file), "row": $0.row.map { .string($0) } ?? .null, "reason": .string($0.reason)] }),
            "problems_total": .int(Int64(problems.problemsTotal)), "losses": .array(outcome.losses.map(\.json)),
            "evidence": outcome.evidence.map { .string($0) } ?? .null,
        ]
        let text = """
            Read \(outcome.read.annotations) annotations of \(outcome.read.images) images as \(outcome.format.rawValue)\
            \(outcome.evidence.map { " (\($0))" } ?? ""), and wrote \(outcome.written.images) images as \(to.rawValue).\
            \(skipped > 0 ? " Not taken: \(skipped)." : "")\(ProblemLines.losses(outcome.losses))\(ProblemLines.text(rows, total: problems.problemsTotal))
            """
        invocation.report(json, text: text)
    }
}
