import Core
import ONNXInference
import Processes

/// Starts the engine as a child process and keeps it alive. Its socket is ready before the first start has been answered.
public struct EngineSupervisor: Sendable {
    public let supervisor: Supervisor

    /// - Parameters:
    ///   - executable: this program.
    ///   - socket: where it listens; its folder is there.
    ///   - readable: folders of pictures and models. Of all other data the engine reads nothing, and it writes none at all.
    ///   - environment: what the engine may see, as where ONNX Runtime lies.
    public init(
        executable: String, socket: String, readable: [String], environment: [String: String],
        policy: RestartPolicy = RestartPolicy(), logger: Logger
    ) {
        supervisor = Supervisor(name: "engine", policy: policy, grace: .seconds(5), logger: logger) {
            // Looked for here, for the engine cannot look around; at every start, for it may be installed meanwhile.
            let library = try? RuntimeLibrary.find(environment: environment)
            var options = ChildOptions(executable, ["engine", "--socket", socket], environment: environment)
            options.environment["FOVEA_ONNXRUNTIME"] = library
            options.errors = .inherit
            options.unprivileged = true
            if FileAccess.isSupported {
                let runtime = library.flatMap(Self.folder).map { [$0] } ?? []
                options.files = FileAccess(
                    readable: FileAccess.program(executable) + runtime + readable, sockets: Self.folder(socket))
            } else {
                logger.warning("engine runs less confined", ["step": "files", "reason": "the kernel has no Landlock"])
            }
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

    private static func folder(_ path: String) -> String? { path.lastIndex(of: "/").map { String(path[..<$0]) } }

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
