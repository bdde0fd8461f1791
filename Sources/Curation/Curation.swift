import Core
import Database
import HTTPServer
import JobQueue
import ObjectStorage

/// Looking at a project's images as a whole: routes for the server, handlers for the worker. A folder a way of looking.
public struct Curation: Sendable {
    public let routes: [Route]
    public let handlers: [any JobHandler]

    /// What it needs of the others.
    public struct Dependencies: Sendable {
        public var database: Database
        public var store: any BlobStore
        public var queue: JobQueue
        public var clock: WallClock

        public init(database: Database, store: any BlobStore, queue: JobQueue, clock: WallClock = .system) {
            self.database = database
            self.store = store
            self.queue = queue
            self.clock = clock
        }
    }

    public init(_ given: Dependencies) {
        routes = []
        handlers = []
    }
}
