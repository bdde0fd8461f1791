import Core
import Database
import DatasetFormats
import Learning
import Library

extension Command {
    static let export = Command(
        "export", "Write a project or a dataset version in a format that others read", usage: "OUT", positionals: 1...1,
        options: [
            .setting("database", "URL", .database),
            .value("project", "NAME", "A project, by its name or id"),
            .value("dataset", "ID", "A dataset version"),
            .value("format", "F", DatasetFormat.writable.map(\.rawValue).joined(separator: ", ")),
            .value("yolo-task", "T", "YOLO: \(YOLOTask.allCases.map(\.rawValue).joined(separator: ", ")) (by the project's task type)"),
            .flag("no-images", "Leave the pictures out"),
        ]
    ) { invocation in
        guard let format = try invocation.format("format", of: DatasetFormat.writable) else { throw UsageError("--format is needed") }
        let output = invocation.positionals[0]
        let task = try invocation.yoloTask()
        let foundations = try Foundations.open(try Settings.load(invocation), publicURL: "")
        try await foundations.migrate()
        let source = try await ExportCommand.source(invocation, foundations)
        let outcome = try await DatasetExport(blobs: foundations.blobs).run(
            source, as: format, yoloTask: task, pictures: !invocation.has("no-images"), to: { try DatasetConversion.sink(output) },
            progress: { Terminal.progress(1 - 1 / (1 + Double($0) / 500), "\($0) images") })
        let account = outcome.account
        Terminal.progress(1, "\(account.images) images")
        let rows = account.problems.map { (file: $0.file, row: $0.row, reason: $0.reason) }
        let json: JSON = [
            "format": .string(format.rawValue), "output": .string(output), "images": .int(Int64(account.images)),
            "annotations": .int(Int64(account.annotations)), "skipped": .int(Int64(account.skipped)),
            "problems": .array(rows.map { ["file": .string($0.file), "row": $0.row.map { .string($0) } ?? .null, "reason": .string($0.reason)] }),
            "problems_total": .int(Int64(account.problemsTotal)), "losses": .array(outcome.losses.map(\.json)),
        ]
        let text =
            "Wrote \(account.images) images to \(output) as \(format.rawValue)." + ProblemLines.losses(outcome.losses)
            + ProblemLines.text(rows, total: account.problemsTotal)
        invocation.report(json, text: text)
    }
}

private enum ExportCommand {
    static func source(_ invocation: Invocation, _ foundations: Foundations) async throws -> ExportSource {
        switch (invocation.value("project"), invocation.value("dataset")) {
        case (let name?, nil):
            let id = try await ProjectImport.find(name, foundations.database)?.id
            if let id, let source = try await ExportSource.project(id, foundations.database) { return source }
            throw FoveaError.notFound("The project \(name)")
        case (nil, let text?):
            let datasets = Datasets(
                database: foundations.database, store: foundations.blobs, workDirectory: "\(foundations.settings.dataDirectory)/work")
            if let id = ID(text), let source = try await datasets.exportSource(id) { return source }
            throw FoveaError.notFound("The dataset version \(text)")
        default: throw UsageError("give either --project or --dataset")
        }
    }
}
