import Core
import Database
import HTTPServer
import ImageQuality
import JobQueue
import Library
import NearDuplicates
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
        /// What copies of a picture's file are found by: the engine's affair as well.
        public var sign: @Sendable (_ path: String) async throws -> PictureSignature
        public var bin: ImageBin
        public var embedding: EmbeddingOptions
        public var news: ImageNews
        public var clock: WallClock

        public init(
            database: Database, store: any BlobStore, queue: JobQueue, quality: @escaping @Sendable (String) async throws -> ImageQuality,
            sign: @escaping @Sendable (String) async throws -> PictureSignature, bin: ImageBin,
            embedding: EmbeddingOptions, news: ImageNews, clock: WallClock = .system
        ) {
            self.database = database
            self.store = store
            self.queue = queue
            self.quality = quality
            self.sign = sign
            self.bin = bin
            self.embedding = embedding
            self.news = news
            self.clock = clock
        }
    }

    public init(_ given: Dependencies) {
        let embeddings = Embeddings(
            database: given.database, store: given.store, queue: given.queue, options: given.embedding, clock: given.clock)
        routes =
            QualityRoutes(database: given.database, queue: given.queue).routes + embeddings.routes
            + BatchRoutes(database: given.database, queue: given.queue, clock: given.clock).routes
            + DuplicateRoutes(
                database: given.database, queue: given.queue, resolution: DuplicateResolution(bin: given.bin), clock: given.clock
            ).routes
            + MapRoutes(database: given.database, queue: given.queue, clock: given.clock).routes
            + LabelErrorRoutes(database: given.database, queue: given.queue, clock: given.clock, news: given.news).routes
            + CoverageRoutes(database: given.database, queue: given.queue, cache: embeddings.cache).routes
            + LabelStatisticsRoutes(database: given.database).routes
            + DriftRoutes(database: given.database).routes
        handlers =
            [
                QualityJob(database: given.database, store: given.store, measure: given.quality, clock: given.clock),
                QualitySweep(database: given.database, queue: given.queue),
                LabelErrorJob(database: given.database),
                CoverageJob(database: given.database, clock: given.clock),
                DuplicateJob(database: given.database, store: given.store, sign: given.sign, clock: given.clock),
            ] + embeddings.handlers + [
                BatchJob(database: given.database, making: embeddings.making, clock: given.clock),
                MapJob(database: given.database, making: embeddings.making, clock: given.clock),
            ]
    }
}
