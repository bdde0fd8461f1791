import Core
import Database
import HTTPServer
import JobQueue
import ObjectStorage

/// Models at work: one picture at a time over HTTP, whole projects as jobs.
public struct Predictions: Sendable {
    public let routes: [Route]
    public let handlers: [any JobHandler]

    /// - Parameters:
    ///   - work: what runs models, as `DetectorWork.engine(client)`.
    ///   - fileLimit: bytes of a picture sent with a request.
    public init(
        database: Database, store: any BlobStore, queue: JobQueue, work: DetectorWork, fileLimit: Int = 256 << 20,
        clock: WallClock = .system
    ) {
        routes =
            PredictionRoutes(
                database: database, store: store, queue: queue, access: ModelAccess(database: database), work: work,
                usage: ModelUsage(database), clock: clock, fileLimit: fileLimit
            ).routes
        handlers = [PredictionJob(database: database, store: store, work: work, clock: clock)]
    }
}

extension ModelUsage {
    /// Counts a use and sees to it that it is written within a few seconds, nobody waiting for that.
    func recordSoon(_ version: ID, milliseconds: Double?) {
        record(version, milliseconds: milliseconds)
        Task {
            try? await Task.sleep(for: .seconds(2))
            try? await flush()
        }
    }
}
