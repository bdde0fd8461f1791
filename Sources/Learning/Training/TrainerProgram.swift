import Core
import Glibc
import Processes

/// The trainer: a Python program in an environment of its own, spoken to in JSON lines (docs/trainer-protocol.md).
public struct TrainerProgram: Sendable {
    /// The environment's interpreter; nil when none was found.
    public var python: String?
    /// The folder that holds the package `fovea_trainer`.
    public var packageDirectory: String
    /// Where the trainer keeps its settings and looks for pretrained weights.
    public var cacheDirectory: String
    /// Added to the child's environment.
    public var environment: [String: String]

    public init(python: String?, packageDirectory: String, cacheDirectory: String, environment: [String: String] = [:]) {
        self.python = python
        self.packageDirectory = packageDirectory
        self.cacheDirectory = cacheDirectory
        self.environment = environment
    }

    static let missing = "Training is not set up on this machine: run scripts/setup-trainer, or set FOVEA_TRAINER_PYTHON."

    /// Starts `python -m fovea_trainer` with these arguments. It inherits nothing but what it needs to find its libraries.
    func start(_ arguments: [String], input: ChildInputMode) async throws -> ChildProcess {
        guard let python else { throw FoveaError(.unavailable, Self.missing) }
        try await LocalDisk.executor.run { [cacheDirectory] in try LocalDisk.makeFolder(cacheDirectory) }
        var variables = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": cacheDirectory, "XDG_CACHE_HOME": cacheDirectory,
            "PYTHONPATH": packageDirectory, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1",
        ]
        for name in ["CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH", "FOVEA_WEIGHTS_DIR", "TMPDIR"] {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        variables.merge(environment) { $1 }
        var options = ChildOptions(python, ["-m", "fovea_trainer"] + arguments, environment: variables)
        options.input = input
        options.unprivileged = true
        return try await ChildProcess.start(options)
    }
}

/// Whether training is possible here, asked of the trainer itself and remembered for a minute.
final class TrainerProbe: Sendable {
    struct Answer: Sendable {
        var ready: Bool
        var reason: String?
        var devices: [String]
    }

    private let program: TrainerProgram
    private let clock: WallClock
    private let known = Lock<(at: Timestamp, task: Task<Answer, Never>)?>(nil)

    init(_ program: TrainerProgram, clock: WallClock) {
        self.program = program
        self.clock = clock
    }

    /// Many who ask at once start one process.
    func answer() async -> Answer {
        let now = clock.now()
        let task = known.withLock { known in
            if let known, now - known.at < .seconds(60) { return known.task }
            let task = Task { [program] in await Self.ask(program) }
            known = (now, task)
            return task
        }
        return await task.value
    }

    private static func ask(_ program: TrainerProgram) async -> Answer {
        guard program.python != nil else { return Answer(ready: false, reason: TrainerProgram.missing, devices: []) }
        do {
            let child = try await program.start(["probe"], input: .none)
            async let said = child.output.collect()
            async let complaints = child.errors.collect()
            let timer = Task {
                try await Task.sleep(for: .seconds(60))
                child.kill()
            }
            let status = await child.wait()
            timer.cancel()
            let lines = await said
            _ = await complaints
            guard status.succeeded, let line = lines.last, let json = try? JSON.parse(line) else {
                return Answer(ready: false, reason: "The trainer did not answer (\(status)).", devices: [])
            }
            let devices = (json["devices"]?.array ?? []).compactMap { $0["id"]?.string }
            return Answer(ready: json["ready"]?.bool ?? false, reason: json["reason"]?.string, devices: ["auto"] + devices)
        } catch {
            return Answer(ready: false, reason: (error as? FoveaError)?.message ?? "The trainer could not be started.", devices: [])
        }
    }
}
