import Core
import Database
import HTTPServer
import ImageCodecs
import JobQueue
import ObjectStorage

/// The pictures of projects: how they come in, are listed, shown, changed and thrown away.
public struct Images: Sendable {
    public let routes: [Route]
    /// For whatever else brings pictures: imports, the demo.
    public let intake: ImageIntake
    /// For features that throw pictures away.
    public let bin: ImageBin
    public let handlers: [any JobHandler]
    public let schedules = [UploadSweep.schedule]

    public init(
        database: Database, blobs: any BlobStore, jobs: JobQueue, pictures: PictureWork, arrivals: ImageArrivals = .none,
        limits: ImageLimits = .standard, clock: WallClock = .system, onArrival: @escaping ImageIntake.Arrived = { _, _ in }
    ) {
        let news = ImageNews(jobs.events)
        let work = BulkWork(jobs: jobs, arrivals: arrivals, news: news)
        let disk = BlockingExecutor(name: "image files", threads: 4, queueLimit: 1024)
        intake = ImageIntake(
            database: database, blobs: blobs, jobs: jobs, arrivals: arrivals, limits: limits, clock: clock, executor: disk,
            onArrival: onArrival)
        let served = BlobAnswers(blobs: blobs, executor: disk)
        let bulk = BulkRoutes(database: database, work: work, clock: clock)
        bin = ImageBin(routes: bulk, clock: clock)
        var routes =
            UploadRoutes(intake: intake).routes
            + ImageRoutes(database: database, blobs: blobs).routes
            + ImageChangeRoutes(database: database, clock: clock, news: news).routes
            + BulkImageRoutes(database: database, clock: clock, news: news).routes
            + bulk.routes
            + ViewRoutes(database: database, clock: clock).routes
            + ClassifyRoutes(database: database, clock: clock, news: news).routes
            + PixelRoutes(database: database, blobs: blobs, pictures: pictures, served: served).routes
        if let store = blobs as? DirectoryStore { routes += FileRoutes(store: store, served: served).routes }
        self.routes = routes
        handlers = [
            IngestJob(database: database, blobs: blobs, pictures: pictures),
            UploadSweep(database: database, blobs: blobs, clock: clock),
            BulkJob(database: database, work: work, clock: clock),
        ]
    }
}
