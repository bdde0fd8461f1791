import Core
import Engine
import HTTPServer
import Processes

extension Command {
    static let serve = Command(
        "serve", "Start the server, its engine and its workers",
        options: [
            .setting("host", "ADDRESS", .host), .setting("port", "PORT", .port), .setting("database", "URL", .database),
            .setting("workers", "N", .workers),
            .flag("demo", "Make an account and a demo project when there is none yet"),
        ],
        endsItself: true
    ) { invocation in
        Files.writePrivately()
        let settings = try Settings.load(invocation)
        let server = try await Server.start(settings)
        try await server.open(withDemo: invocation.has("demo"))
        await Signals.termination()
        await server.stop()
    }
}
