import Core
import Database
import HTTPServer
import JobQueue
import Library
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
        public var news: ImageNews
        public var clock: WallClock

        public init(database: Database, store: any BlobStore, queue: JobQueue, news: ImageNews, clock: WallClock = .system) {
            self.database = database
            self.store = store
            self.queue = queue
            self.news = news
            self.clock = clock
        }
    }

    public init(_ given: Dependencies) {
        routes = LabelErrorRoutes(database: given.database, queue: given.queue, clock: given.clock, news: given.news).routes
        handlers = [LabelErrorJob(database: given.database)]
    }
}
