import Core
import Curation
import Database
import Demo
import Engine
import Events
import HTTPServer
import Identity
import ImageCodecs
import JobQueue
import Learning
import Library
import ObjectStorage
import Review

/// Every feature of the program, put together. Read from top to bottom it says what there is and what each part needs.
struct Application: Sendable {
    let foundations: Foundations
    let events: Events
    let queue: JobQueue
    let jobLog: JobLog
    let identity: Identity
    let images: Images
    let learning: Learning
    let curation: Curation
    let demo: Demo
    let router: Router
    let handlers: [any JobHandler]

    /// - Parameters:
    ///   - engine: the process that decodes images and runs models.
    ///   - publicURL: how people reach the server; decides whether cookies are for TLS alone.
    init(_ foundations: Foundations, engine: EngineClient, publicURL: String) throws {
        let configuration = foundations.settings.configuration
        let database = foundations.database, logger = foundations.logger
        self.foundations = foundations
        events = Events(database, logger: logger)
        queue = JobQueue(events)
        jobLog = JobLog(database, JobLogStore(foundations.blobs), events)

        identity = Identity(
            database: database, options: try Application.identityOptions(foundations.settings, publicURL: publicURL),
            projectOf: LibraryResources.projectOf.merging(LearningResources.projectOf) { $1 }
                .merging(ReviewResources.projectOf) { $1 }.merging(CurationResources.projectOf) { $1 })
        let library = Library(database: database, events: events)
        // Pictures are shrunk and tiled however long models take.
        let pictures = PictureWork.engine(engine)
        let limits = ImageLimits(
            bytes: Int(try configuration.bytes(.maxImage)), pixels: try configuration.int(.maxPixels, in: 1...(1 << 40)))
        images = Images(
            database: database, blobs: foundations.blobs, jobs: queue, pictures: pictures, arrivals: Curation.arrivals, limits: limits,
            onArrival: { [queue] in try EmbeddingChoice.imagesArrived($0, queue, project: $1) })
        demo = Demo(database: database, jobs: queue, intake: images.intake)
        learning = Learning(try Application.learning(foundations, queue, jobLog, engine))
        let predictions = Predictions(
            database: database, store: foundations.blobs, queue: queue, work: .engine(engine.another()), fileLimit: limits.bytes)
        let review = Review(database: database, news: ImageNews(events))
        curation = Curation(
            .init(
                database: database, store: foundations.blobs, queue: queue, quality: { try await engine.quality(.file($0)) },
                sign: { try await engine.signature(.file($0)) }, bin: images.bin,
                embedding: EmbeddingOptions(
                    work: .engine(engine.another()), memory: Int(try configuration.bytes(.vectorMemory)), fileLimit: limits.bytes),
                news: ImageNews(events)))
        let transfers = Transfers(
            database: database, blobs: foundations.blobs, jobs: queue, intake: images.intake,
            archiveLimit: try configuration.bytes(.maxArchive),
            importTime: .seconds(try configuration.int(.maxImportTime, in: 1...31_536_000)), labelMaps: { try engine.labelMap($0) },
            kind: .dataset,
            versions: { [datasets = learning.datasets] in try await datasets.exportSource($0) })
        handlers = images.handlers + transfers.handlers + learning.handlers + predictions.handlers + curation.handlers + demo.handlers

        let jobs = JobRoutes(database: database, queue: queue, log: jobLog, projectsOf: Application.projectsOf)
        var routing = RouterConfiguration()
        routing.version = Fovea.version
        routing.ownOrigins = [publicURL]
        routing.corsOrigins = configuration.list(.corsOrigins)
        routing.jsonLimit = try configuration.bytes(.maxJSON)
        routing.logger = logger
        let interface = try Application.interface(foundations.settings, logger)
        router = try Router(
            identity.routes + library.routes + images.routes + transfers.routes + learning.routes + predictions.routes + review.routes
                + curation.routes + demo.routes + jobs.routes + OperationRoutes(foundations: foundations).routes,
            authorizer: identity.authorizer, configuration: routing, fallback: { interface?.respond(to: $0) })
    }

    /// The browser's interface: where the operator says, beside the program, or in a checkout that was built.
    private static func interface(_ settings: Settings, _ logger: Logger) throws -> StaticFiles? {
        let origins = [settings.configuration[.s3PublicEndpoint] ?? settings.configuration[.s3Endpoint]].compactMap { $0 }
        if let directory = settings.configuration[.webRoot] { return try StaticFiles(directory: directory, assetOrigins: origins) }
        // A checkout's web/ holds sources; only what was built has assets.
        let found = Files.above(Files.executable) { folder in
            ["\(folder)/web", "\(folder)/web/dist"].first { Files.exists("\($0)/index.html") && Files.exists("\($0)/assets") }
        }
        if let found { return try StaticFiles(directory: found, assetOrigins: origins) }
        logger.warning("no_interface", ["reason": "the built user interface was not found; `make web` builds it"])
        return nil
    }

    private static func identityOptions(_ settings: Settings, publicURL: String) throws -> Identity.Options {
        let configuration = settings.configuration
        return Identity.Options(
            secret: settings.secret, sessionLife: .seconds(60 * (try configuration.int(.jwtMinutes, in: 1...525_600))),
            isOpen: try configuration.choice(.registration, of: ["closed", "open"]) == "open",
            isSecure: publicURL.hasPrefix("https:"), version: Fovea.version)
    }

    private static func learning(
        _ foundations: Foundations, _ queue: JobQueue, _ log: JobLog, _ engine: EngineClient
    ) throws -> Learning.Dependencies {
        let settings = foundations.settings
        let trainer = TrainerProgram(
            python: TrainerPlace.python(settings.configuration), packageDirectory: TrainerPlace.package,
            cacheDirectory: "\(settings.dataDirectory)/trainer",
            environment: settings.configuration[.weights].map { [Setting.weights.name: $0] } ?? [:])
        return Learning.Dependencies(
            database: foundations.database, store: foundations.blobs, queue: queue, log: log, trainer: trainer,
            workDirectory: "\(settings.dataDirectory)/work", modelLimit: try settings.configuration.bytes(.maxPackage),
            inspect: { file in
                let info = try await engine.load(EngineModel(key: file.blob.digest.description, path: file.path))
                return DetectorDescription(classNames: info.classNames, imgSize: info.inputWidth)
            },
            projectsOf: projectsOf, membershipsOf: membershipsOf)
    }

    @Sendable private static func membershipsOf(_ connection: Connection, _ userID: ID) throws -> [ID] {
        try connection.query("SELECT project_id FROM members WHERE user_id = $1", userID) { try $0.id(0) }
    }

    /// The projects of which somebody sees the data.
    @Sendable private static func projectsOf(_ connection: Connection, _ userID: ID) throws -> [ID] {
        try connection.query(
            "SELECT project_id FROM members WHERE user_id = $1 UNION SELECT id FROM projects WHERE is_public = 1", userID
        ) { try $0.id(0) }
    }
}
