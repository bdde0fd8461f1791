import Core
import Database
import Engine
import Events
import HTTPServer
import Identity
import JobQueue
import Library
import ObjectStorage

/// Every feature of the program, put together. Read from top to bottom it says what there is and what each part needs.
struct Application: Sendable {
    let foundations: Foundations
    let events: Events
    let queue: JobQueue
    let jobLog: JobLog
    let identity: Identity
    let library: Library
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
            projectOf: LibraryResources.projectOf)
        library = Library(database: database)
        handlers = []

        var routing = RouterConfiguration()
        routing.version = Fovea.version
        routing.ownOrigins = [publicURL]
        routing.corsOrigins = configuration.list(.corsOrigins)
        routing.logger = logger
        router = try Router(
            identity.routes + library.routes + OperationRoutes(foundations: foundations).routes,
            authorizer: identity.authorizer, configuration: routing)
    }

    private static func identityOptions(_ settings: Settings, publicURL: String) throws -> Identity.Options {
        let configuration = settings.configuration
        return Identity.Options(
            secret: settings.secret, sessionLife: .seconds(60 * (try configuration.int(.jwtMinutes, in: 1...525_600))),
            isOpen: try configuration.choice(.registration, of: ["closed", "open"]) == "open",
            isSecure: publicURL.hasPrefix("https:"), version: Fovea.version)
    }
}
