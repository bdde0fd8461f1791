import Core
import Glibc

/// The program. Exit status: 0 done, 1 failed, 2 wrong use.
@main
struct Fovea {
    static let version = "0.1.0"

    static let commands: [Command] = [
        .serve, .worker, .engine, .migrate, .user, .importDataset, .export, .convert, .train, .predict, .cluster, .quality, .duplicates, .pick,
        .models, .demo, .doctor,
        .openapi, .version,
    ]

    static func main() {
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        let command = commands.first { $0.name == arguments.first }
        if let command, case .blocking(let body) = command.work {
            exit(status(of: command) { if let invocation = try invocation(command, arguments) { try body(invocation) } })
        }
        Signals.run(awaiting: command?.endsItself ?? false) {
            // Not `Task`: it would inherit the main actor, whose thread waits for signals.
            Task.detached { exit(await run(arguments)) }
        }
    }

    static func run(_ arguments: [String]) async -> Int32 {
        guard let name = arguments.first, name != "--help", name != "-h", name != "help" else {
            Terminal.answer(Help.overview(commands))
            return arguments.isEmpty ? 2 : 0
        }
        let wanted = name == "--version" ? "version" : name
        guard let command = commands.first(where: { $0.name == wanted }) else {
            Terminal.say("fovea: there is no command \"\(name)\". `fovea --help` lists them.")
            return 2
        }
        do {
            guard let invocation = try invocation(command, arguments) else { return 0 }
            switch command.work {
            case .concurrent(let body): try await body(invocation)
            case .blocking(let body): try body(invocation)
            }
            return 0
        } catch {
            return status(of: command) { throw error }
        }
    }

    /// What a command is asked to do; nil when its help was asked for, and given.
    private static func invocation(_ command: Command, _ arguments: [String]) throws -> Invocation? {
        let invocation = try Invocation(command, Array(arguments.dropFirst()))
        guard invocation.has("help") else { return invocation }
        Terminal.answer(Help.page(command))
        return nil
    }

    /// The exit status of a piece of work; says what went wrong.
    private static func status(of command: Command, _ body: () throws -> Void) -> Int32 {
        do {
            try body()
            return 0
        } catch let error as UsageError {
            Terminal.say("fovea \(command.name): \(error.message). `fovea \(command.name) --help` tells more.")
            return 2
        } catch let error as FoveaError {
            Terminal.say("fovea \(command.name): \(error)")
            for field in error.fields { Terminal.say("  \(field.field): \(field.message)") }
            return 1
        } catch {
            Terminal.say("fovea \(command.name): \(error)")
            return 1
        }
    }
}
