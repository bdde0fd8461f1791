import Core
import Database
import HTTPServer
import JobQueue
import ObjectStorage

/// Images as vectors: made in the background, searched by likeness.
struct Embeddings: Sendable {
    let routes: [Route]
    let handlers: [any JobHandler]
    let making: VectorMaking
    let cache: VectorCache

    init(database: Database, store: any BlobStore, queue: JobQueue, options: EmbeddingOptions, clock: WallClock) {
        let files = EmbeddingFiles(store: store, work: options.work)
        cache = VectorCache(database: database, budget: options.memory, indexFrom: options.indexFrom)
        let similarity = Similarity(database: database, cache: cache, files: files)
        routes =
            EmbeddingRoutes(
                database: database, queue: queue, backbones: BackboneMaking(database: database, store: store, work: options.work), clock: clock
            ).routes
            + SimilarRoutes(database: database, store: store, similarity: similarity, fileLimit: options.fileLimit).routes
        making = VectorMaking(database: database, files: files)
        handlers = [EmbeddingJob(database: database, making: making)]
    }
}

/// What embeddings need besides the common things.
public struct EmbeddingOptions: Sendable {
    public var work: VectorWork
    /// Bytes of vectors kept in memory for searching.
    public var memory: Int
    /// Vectors of a project from which on a graph is built for searching.
    public var indexFrom: Int
    /// Bytes of a picture sent to be looked for.
    public var fileLimit: Int

    public init(work: VectorWork, memory: Int = 1 << 30, indexFrom: Int = 100_000, fileLimit: Int = 256 << 20) {
        self.work = work
        self.memory = memory
        self.indexFrom = indexFrom
        self.fileLimit = fileLimit
    }
}
