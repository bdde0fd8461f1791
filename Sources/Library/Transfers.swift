import Core
import Database
import DatasetFormats
import HTTPServer
import JobQueue
import ObjectStorage

/// How datasets come into projects and out again: the routes and the job behind them.
public struct Transfers: Sendable {
    public let routes: [Route]
    public let handlers: [any JobHandler]

    /// - Parameters:
    ///   - archiveLimit: bytes of an archive to import.
    ///   - importTime: how long one import may take.
    ///   - labelMaps: decodes annotations that are pictures, away from this process when it serves requests.
    ///   - temporary: where archives are unpacked; the system's place when nil.
    ///   - kind: what `/api/datasets/{dataset_id}/export` may name; with `versions`, more than projects.
    ///   - versions: finds a dataset version, for ids that are no project's.
    public init(
        database: Database, blobs: any BlobStore, jobs: JobQueue, intake: ImageIntake, archiveLimit: Int64 = 50 << 30,
        importTime: Duration = .seconds(12 * 3600), labelMaps: LabelMapDecoder? = nil, temporary: String? = nil, kind: ResourceKind = .project,
        versions: @escaping @Sendable (ID) async throws -> ExportSource? = { _ in nil }, clock: WallClock = .system
    ) {
        let export = DatasetExport(blobs: blobs)
        routes =
            ImportRoutes(
                database: database, blobs: blobs, jobs: jobs, archiveLimit: archiveLimit, timeLimit: importTime, clock: clock
            ).routes
            + VideoRoutes(database: database, blobs: blobs, jobs: jobs, limit: archiveLimit, timeLimit: importTime, clock: clock).routes
            + ExportRoutes(database: database, export: export, kind: kind, versions: versions).routes
        let importer = DatasetImport(database: database, intake: intake, labelMaps: labelMaps, clock: clock)
        handlers = [
            ImportJob(database: database, blobs: blobs, importer: importer, temporary: temporary),
            VideoJob(database: database, blobs: blobs, importer: VideoImport(database: database, intake: intake, clock: clock)),
        ]
    }
}
