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
        public var embedding: EmbeddingOptions
        public var clock: WallClock

        public init(database: Database, store: any BlobStore, queue: JobQueue, embedding: EmbeddingOptions, clock: WallClock = .system) {
            self.database = database
            self.store = store
            self.queue = queue
            self.embedding = embedding
            self.clock = clock
        }
    }

    public init(_ given: Dependencies) {
        let embeddings = Embeddings(
            database: given.database, store: given.store, queue: given.queue, options: given.embedding, clock: given.clock)
        routes = embeddings.routes + BatchRoutes(database: given.database, queue: given.queue, clock: given.clock).routes
        handlers = embeddings.handlers + [BatchJob(database: given.database, making: embeddings.making, clock: given.clock)]
    }
}
