import Core
import Engine
import HTTPServer
import Processes

/// `fovea serve`: the listener, the engine and the workers below it.
struct Server: Sendable {
    let settings: Settings
    let foundations: Foundations
    let application: Application
    let listener: LiveServer
    let engine: EngineSupervisor
    let workers: [Supervisor]
    let url: String

    /// Listens first, so that a port in use is told at once and a probe finds somebody; then opens the rest.
    static func start(_ settings: Settings) async throws -> Server {
        let configuration = settings.configuration
        let host = configuration[.host] ?? "127.0.0.1", port = try configuration.int(.port, in: 0...65_535)
        let gate = Lock<Router?>(nil)
        var listening = ServerConfiguration(.tcp(host: host, port: port))
        listening.trustedProxies = configuration.list(.trustedProxies)
        listening.connectionsPerAddress = try configuration.int(.connectionsPerAddress, in: 0...1_000_000)
        let listener = try LiveServer.start(listening) { request in
            if let router = gate.withLock({ $0 }) { return await router.handle(request) }
            return Problem.response(FoveaError(.unavailable, "Fovea is starting.", retryAfter: 1), requestID: request.id)
        }
        let shown = host == "0.0.0.0" || host == "::" ? "localhost" : host.contains(":") ? "[\(host)]" : host
        let url = configuration[.publicURL] ?? "http://\(shown):\(listener.port)"
        let foundations = try Foundations.open(settings, publicURL: url)
        try await foundations.migrate()
        let socket = "\(settings.dataDirectory)/run/engine-\(listener.port).sock"
        let engine = try Children.engine(settings, socket: socket, foundations.logger)
        let client = EngineClient(path: socket, logger: foundations.logger)
        let application = try Application(foundations, engine: client, publicURL: url)
        try await application.events.start()
        gate.withLock { $0 = application.router }
        let workers = try Children.workers(settings, publicURL: url, engineSocket: socket, foundations.logger)
        return Server(
            settings: settings, foundations: foundations, application: application, listener: listener, engine: engine,
            workers: workers, url: url)
    }

    /// Starts the children and tells people where to go.
    func open(withDemo: Bool) async throws {
        Task { await engine.start() }
        for worker in workers { Task { await worker.run() } }
        foundations.logger.info("listening", ["url": .string(url), "data": .string(settings.dataDirectory)])
        Terminal.answer("Fovea is at \(url)")
        if withDemo { try await makeDemo() }
        let accounts = application.identity.accounts
        guard try await accounts.isEmpty else { return }
        Terminal.answer("Open it to make the administrator.")
        Terminal.answer("From another machine, use this one-time token: \(accounts.setupToken)")
    }

    /// On the first start: an account with a password of its own, and a project to look at.
    private func makeDemo() async throws {
        let accounts = application.identity.accounts
        guard try await accounts.isEmpty else {
            Terminal.answer("Sign in with your account. (`fovea user reset-password demo` makes the demo account a new password.)")
            return
        }
        let password = SecureRandom.token(9)
        let user = try await accounts.create(
            username: "demo", email: "demo@localhost.localdomain", password: password, isAdministrator: true)
        _ = try await application.demo.begin(for: user.id)
        Terminal.answer("Sign in as: demo")
        Terminal.answer("Password:   \(password)   (shown this once; change it under Account)")
    }

    /// Lets requests end and gives jobs back, then ends the children.
    func stop() async {
        foundations.logger.info("stopping")
        await listener.stop()
        await withTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { await worker.stop() } }
        }
        await engine.stop()
        application.events.stop()
        foundations.database.close()
    }
}
