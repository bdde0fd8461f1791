import Core
import DatasetFormats
import Library

extension Command {
    static let importDataset = Command(
        "import", "Bring a dataset or a video into a project: pictures, classes and annotations; frames", usage: "PATH", positionals: 1...1,
        options: [
            .setting("database", "URL", .database),
            .value("project", "NAME", "Into this project (or its id); made when it is missing"),
            .value("user", "NAME", "For whom (the first administrator)"),
            .value("task-type", "T", "Of a project that is made: CLASSIFICATION, DETECTION, SEGMENTATION or POSE (by the dataset)"),
            .value("format", "F", "auto, \(DatasetFormat.allCases.map(\.rawValue).joined(separator: ", ")) (auto)"),
            .value("images", "DIR", "Where the pictures lie when apart from the annotations"),
            .flag("split-folders", "train/, valid/ and test/ with _classes.txt or _classes.csv"),
            .value("limit", "N", "At most so many images"),
            .value("yolo-task", "T", "YOLO: \(YOLOTask.allCases.map(\.rawValue).joined(separator: ", ")) (by its files)"),
            .value("voc-origin", "0|1", "Pascal VOC: whether the top-left pixel is 0 or 1 (0)"),
            .value("every", "N", "Video: each n-th frame (1)"),
            .value("fps", "F", "Video: so many frames a second"),
            .value("scene", "T", "Video: the first frame, and each that differs from the one before by more than T (0 to 1; 0.3 finds cuts)"),
            .value("start", "S", "Video: from this second on"),
            .value("end", "S", "Video: up to this second"),
            .value("frames", "jpeg|png", "Video: how frames are written (jpeg)"),
            .value("quality", "Q", "Video: of JPEG, 1 to 100 (95)"),
            .flag("copy", "Copy pictures into the store, which is what always happens"),
            .flag("reference", "Not possible: the store keeps its own copy, so that what was verified cannot change"),
        ]
    ) { invocation in
        if invocation.has("reference") {
            throw UsageError("--reference is not possible: the store keeps its own copy of each picture, once however many projects use it")
        }
        if let wanted = try VideoCommand.frames(invocation) { return try await VideoCommand.run(invocation, wanted) }
        let project = try invocation.required("project")
        var request = ImportRequest(path: invocation.positionals[0])
        request.format = try invocation.format("format")
        if request.format == nil, invocation.has("split-folders") { request.format = try ImportCommand.splitFormat(request.path) }
        request.images = invocation.value("images")
        request.limit = try invocation.int("limit", in: 1...1_000_000_000)
        request.yoloTask = try invocation.yoloTask()
        request.vocOrigin = try invocation.int("voc-origin", in: 0...1) ?? 0
        let taskType = try invocation.choice("task-type", of: TaskType.allCases.map(\.rawValue)).flatMap(TaskType.init(rawValue:))

        let foundations = try Foundations.open(try Settings.load(invocation), publicURL: "")
        try await foundations.migrate()
        let user = try await foundations.accounts().acting(as: invocation.value("user"))
        let importer = DatasetImport(
            database: foundations.database, intake: try foundations.intake(), labelMaps: LabelMapCodec.decode)
        let (projectID, report) = try await ProjectImport(importer).run(
            request, project: project, userID: user.id, taskType: taskType,
            progress: { Terminal.progress(1 - 1 / (1 + Double($0) / 500), "\($0) images") })
        Terminal.progress(1, "\(report.images + report.duplicates) images")
        var json = report.json.object ?? JSONObject()
        json["project_id"] = .string(projectID.description)
        invocation.report(.object(json), text: ImportCommand.text(report, project))
    }
}

private enum ImportCommand {
    /// Split folders come with a table of classes or with a list of names.
    static func splitFormat(_ path: String) throws -> DatasetFormat {
        let tree = try FileTree(path)
        return tree.files.contains { $0.hasSuffix("_classes.csv") } ? .multiclassCSV : .splitFolders
    }

    static func text(_ report: ImportReport, _ project: String) -> String {
        let found = report.evidence.isEmpty ? report.format : "\(report.format) (\(report.evidence))"
        let rows = report.problems.map { (file: $0.file, row: $0.row, reason: $0.reason) }
        return """
            Read as \(found).
            Added to \(project): \(report.images) images, \(report.annotations) annotations of \(report.labels.count) classes.
            There already: \(report.duplicates) images. Not taken: \(report.skipped). Cut at an edge: \(report.clipped).\
            \(ProblemLines.text(rows, total: report.problemsTotal))
            """
    }
}
