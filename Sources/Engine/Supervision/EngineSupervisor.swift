import Core
import Processes

/// Starts the engine as a child process and keeps it alive. Its socket is ready before the first start has been answered.
public struct EngineSupervisor: Sendable {
    public let supervisor: Supervisor

    /// - Parameters:
    ///   - executable: this program.
    ///   - arguments: those that make it the engine, as `["engine", "--socket", path]`.
    ///   - environment: what the engine may see, as where ONNX Runtime lies.
    public init(
        executable: String, arguments: [String], environment: [String: String], policy: RestartPolicy = RestartPolicy(),
        logger: Logger
    ) {
        supervisor = Supervisor(name: "engine", policy: policy, grace: .seconds(5), logger: logger) {
            var options = ChildOptions(executable, arguments, environment: environment)
            options.errors = .inherit
            options.unprivileged = true
            let child = try await ChildProcess.start(options)
            try await Self.waitUntilReady(child)
            return child
        }
    }

    /// Starts the engine; answers when it listens, or when its first start has failed (it is tried again).
    public func start() async { await supervisor.run() }

    public func stop() async { await supervisor.stop() }

    /// The environment that the engine gets from ours: places and threads, no secrets.
    public static func environment(from ours: [String: String]) -> [String: String] {
        let names = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "FOVEA_ONNXRUNTIME", "VIRTUAL_ENV", "OMP_NUM_THREADS"]
        return ours.filter { names.contains($0.key) }
    }

    private static func waitUntilReady(_ child: ChildProcess) async throws {
        let deadline = Task {
            try await Task.sleep(for: .seconds(30))
            child.kill()
        }
        var lines = child.output.makeAsyncIterator()
        let line = await lines.next()
        deadline.cancel()
        guard let line, let event = try? JSON.parse(line), event["event"]?.string == "ready" else {
            child.kill()
            let status = await child.wait()
            throw FoveaError(.unavailable, "The engine ended before it was ready: \(status).")
        }
    }
}
