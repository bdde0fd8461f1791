import Core
import Engine
import JobQueue

extension Command {
    static let worker = Command(
        "worker", "Do background jobs, beside any number of servers and workers on the same database and store",
        options: [
            .setting("database", "URL", .database),
            .value("kinds", "K,...", "Only jobs of these kinds"),
            .value("engine-socket", "PATH", "An engine that runs already; one is started otherwise"),
        ],
        endsItself: true
    ) { invocation in
        Files.writePrivately()
        let settings = try Settings.load(invocation)
        let foundations = try Foundations.open(settings, publicURL: settings.configuration[.publicURL] ?? "")
        try await foundations.migrate()
        let given = invocation.value("engine-socket")
        let socket = given ?? "\(settings.dataDirectory)/run/engine-worker-\(ID.make()).sock"
        let engine = given == nil ? try Children.engine(settings, socket: socket, foundations.logger) : nil
        await engine?.start()
        let client = EngineClient(path: socket, logger: foundations.logger)
        let application = try Application(foundations, engine: client, publicURL: settings.configuration[.publicURL] ?? "")
        try await application.events.start()
        let worker = Worker(
            database: foundations.database, queue: application.queue, log: application.jobLog,
            handlers: try chosen(application.handlers, invocation.value("kinds")),
            schedules: application.images.schedules + application.curation.schedules,
            logger: foundations.logger)
        Task {
            await Signals.termination()
            worker.stop()
        }
        await worker.run()
        application.events.stop()
        await engine?.stop()
        foundations.database.close()
    }

    private static func chosen(_ handlers: [any JobHandler], _ kinds: String?) throws -> [any JobHandler] {
        guard let kinds else { return handlers }
        let wanted = kinds.split(separator: ",").map(String.init)
        let known = Set(handlers.map(\.kind))
        if let unknown = wanted.first(where: { !known.contains($0) }) {
            throw UsageError("there are no jobs of kind \"\(unknown)\"; there are \(known.sorted().joined(separator: ", "))")
        }
        return handlers.filter { wanted.contains($0.kind) }
    }
}
