import Core
import Database
import DatasetFormats
import HTTPServer
import ObjectStorage

/// `GET /api/datasets/{dataset_id}/export`: a ZIP, made while it is sent.
public struct ExportRoutes: Sendable {
    let export: DatasetExport
    /// Finds what an id names.
    let source: @Sendable (ID) async throws -> ExportSource?
    let kind: ResourceKind
    private let inFlight = InFlight(limit: 2, of: "downloads of datasets", retryAfter: 10)
    private let counts = InFlight(limit: 2, of: "counts of datasets", retryAfter: 5)

    /// - Parameters:
    ///   - kind: what `/api/datasets/{dataset_id}` may name: a project, or whatever knows of versions too.
    ///   - versions: finds a dataset version, for ids that are no project's.
    public init(
        database: Database, export: DatasetExport, kind: ResourceKind = .project,
        versions: @escaping @Sendable (ID) async throws -> ExportSource? = { _ in nil }
    ) {
        self.export = export
        self.kind = kind
        source = { id in
            if let project = try await ExportSource.project(id, database) { return project }
            return try await versions(id)
        }
    }

    struct Query: WireInput {
        var format = "coco"
        var yoloTask: YOLOTask?
        var images = false
        init() {}
        static let fields = Fields<Self>(
            "ExportQuery",
            Field("format", \.format, .oneOf(DatasetFormat.writable.map(\.rawValue)), optional: true),
            Field("yolo_task", \.yoloTask, "What YOLO's label files hold; by the project's task type when missing.", optional: true),
            Field("images", \.images, "Send the pictures too.", optional: true))
    }

    public var routes: [Route] { [download, losses, formats] }

    private var download: Route {
        .raw(
            .get, "/api/datasets/{dataset_id}/export", "Download a project or a dataset version as a ZIP", tag: "Import and export",
            access: .member(.viewer, of: kind, by: "dataset_id"), query: Query.self, answers: [.binary("application/zip")]
        ) { call, query in
            let source = try await source(call.id("dataset_id")).orNotFound("The dataset")
            guard let format = DatasetFormat(rawValue: query.format) else { throw FoveaError.invalid("format", "is not known") }
            let task = query.yoloTask ?? DatasetExport.yoloTask(source.taskType)
            try DatasetExport.check(format.capabilities(task), pictures: query.images)
            let place = try inFlight.take(call.userID)
            var response = HTTPResponse.stream(type: "application/zip") { writer in
                defer { withExtendedLifetime(place) {} }
                try await stream(source, format, task, pictures: query.images, to: writer)
            }
            let file = ServedFile(contentType: "application/zip", disposition: .attachment, filename: "\(source.name)-\(format.rawValue).zip")
            response.headers["Content-Disposition"] = file.contentDisposition
            response.headers["Cache-Control"] = "no-store"
            return response
        }
    }

    private var losses: Route {
        .get(
            "/api/datasets/{dataset_id}/export/losses", "Count what a format cannot hold of a project or a dataset version", tag: "Import and export",
            access: .member(.viewer, of: kind, by: "dataset_id"), query: Query.self, answer: ExportLosses.self
        ) { call, query in
            let source = try await source(call.id("dataset_id")).orNotFound("The dataset")
            guard let format = DatasetFormat(rawValue: query.format) else { throw FoveaError.invalid("format", "is not known") }
            let place = try counts.take(call.userID)
            defer { withExtendedLifetime(place) {} }
            return ExportLosses(try await DatasetExport.losses(source, as: format, yoloTask: query.yoloTask))
        }
    }

    private var formats: Route {
        .get("/api/formats", "What each format holds", tag: "Import and export", access: .signedIn, answer: ExportFormats.self) { _ in
            ExportFormats(items: ExportFormat.all)
        }
    }

    private func stream(_ source: ExportSource, _ format: DatasetFormat, _ task: YOLOTask, pictures: Bool, to writer: any BodyWriter) async throws {
        let pipe = BytePipe()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await export.run(
                        source, as: format, yoloTask: task, pictures: pictures, to: { try ZIPSink { try pipe.write(Array($0)) } }, ready: pipe.room)
                    pipe.finish(.success(()))
                } catch {
                    pipe.finish(.failure(error))
                }
            }
            do {
                while let bytes = try await pipe.next() { try await writer.write(bytes) }
            } catch {
                // The client has gone, or the making failed: either way nobody reads any more.
                pipe.abandon()
                throw error
            }
            try await group.waitForAll()
        }
    }
}
