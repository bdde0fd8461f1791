import Core

/// One command of the program: what it is called, what it takes, what it does.
struct Command: Sendable {
    struct Option: Sendable {
        let name: String
        /// What stands for the value in the help; nil for a switch.
        let value: String?
        let help: String
        /// The setting that this flag overrides.
        let setting: Setting?

        static func flag(_ name: String, _ help: String) -> Option { Option(name: name, value: nil, help: help, setting: nil) }
        static func value(_ name: String, _ value: String, _ help: String) -> Option {
            Option(name: name, value: value, help: help, setting: nil)
        }
        static func setting(_ name: String, _ value: String, _ setting: Setting) -> Option {
            Option(name: name, value: value, help: setting.help, setting: setting)
        }
    }

    let name: String
    let summary: String
    /// The positional arguments as the help shows them, as `PATH` or `IMAGE...`.
    let usage: String
    let options: [Option]
    /// How many positional arguments are right.
    let positionals: ClosedRange<Int>
    /// Left out of the list of commands: started by the program itself.
    let isInternal: Bool
    /// Being asked to end does not end the process: the command awaits it (`Signals.termination`) and puts things in order first.
    let endsItself: Bool
    let work: Work

    enum Work: Sendable {
        case concurrent(@Sendable (Invocation) async throws -> Void)
        /// On the main thread of a process in which Swift's pool is never started. For those who are kept from files: libdispatch
        /// watches the pool's threads through `/proc`, and ends the process when it may not.
        case blocking(@Sendable (Invocation) throws -> Void)
    }

    init(
        _ name: String, _ summary: String, usage: String = "", positionals: ClosedRange<Int> = 0...0, options: [Option] = [],
        isInternal: Bool = false, endsItself: Bool = false, run: @escaping @Sendable (Invocation) async throws -> Void
    ) {
        self.init(
            name, summary, usage: usage, positionals: positionals, options: options, isInternal: isInternal, endsItself: endsItself,
            work: .concurrent(run))
    }

    init(
        _ name: String, _ summary: String, usage: String = "", positionals: ClosedRange<Int> = 0...0, options: [Option] = [],
        isInternal: Bool = false, endsItself: Bool = false, work: Work
    ) {
        self.name = name
        self.summary = summary
        self.usage = usage
        self.positionals = positionals
        self.options = options + Command.common
        self.isInternal = isInternal
        self.endsItself = endsItself
        self.work = work
    }

    /// Every command has these.
    private static let common: [Option] = [
        .setting("data", "DIR", .data),
        .value("env-file", "FILE", "Settings as NAME=value lines"),
        .flag("json", "Report as JSON on standard output"),
        .flag("help", "Show this help"),
    ]
}
