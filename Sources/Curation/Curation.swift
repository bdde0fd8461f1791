import Core
import Database
import HTTPServer
import ImageQuality
import JobQueue
import Library
import ObjectStorage

/// Looking at a project's images as a whole: routes for the server, handlers for the worker. A folder a way of looking.
public struct Curation: Sendable {
    public let routes: [Route]
    public let handlers: [any JobHandler]
    public let schedules = [QualitySweep.schedule]
    /// What is to be done about images that come to a project.
    public static let arrivals = QualityJob.arrivals

    /// What it needs of the others.
    public struct Dependencies: Sendable {
        public var database: Database
        public var store: any BlobStore
        public var queue: JobQueue
        /// Measures a picture's file: the engine's affair, which may decode pixels.
        public var quality: @Sendable (_ path: String) async throws -> ImageQuality
        public var clock: WallClock

        public init(
            database: Database, store: any BlobStore, queue: JobQueue, quality: @escaping @Sendable (String) async throws -> ImageQuality,
            clock: WallClock = .system
        ) {
            self.database = database
            self.store = store
            self.queue = queue
            self.quality = quality
            self.clock = clock
        }
    }

    public init(_ given: Dependencies) {
        routes = QualityRoutes(database: given.database, queue: given.queue).routes
        handlers = [
            QualityJob(database: given.database, store: given.store, measure: given.quality, clock: given.clock),
            QualitySweep(database: given.database, queue: given.queue),
        ]
    }
}
