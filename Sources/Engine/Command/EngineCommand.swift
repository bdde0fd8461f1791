import CProcess
import Core
import Glibc

/// `fovea engine --socket PATH`: the process that decodes pictures and runs models.
public enum EngineCommand {
    /// Listens until SIGTERM. Blocks the thread that calls it.
    ///
    /// Before the first request the process gives up what it does not need: capabilities, new privileges, core dumps, starting
    /// programs, network sockets, more private memory than `options.memory`.
    public static func run(socket path: String, options: EngineOptions, logger: Logger) throws {
        signal(SIGPIPE, SIG_IGN)
        let server = try EngineServer(path: path, options: options, logger: logger)
        confine(options, logger)
        server.stopOnSignal()
        // The parent waits for this line; nothing else goes to standard output.
        var line = JSON.object(["event": "ready", "pid": .int(Int64(getpid()))]).bytes
        line.append(UInt8(ascii: "\n"))
        _ = line.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
        server.run()
        unlink(path)
    }

    /// What cannot be had is logged and gone without: kernels differ, and a picture is decoded rather than refused for it.
    private static func confine(_ options: EngineOptions, _ logger: Logger) {
        func note(_ step: String, _ error: Int32) {
            guard error != 0 else { return }
            logger.warning("engine runs less confined", ["step": .string(step), "reason": .string(String(cString: strerror(error)))])
        }
        // RLIMIT_DATA: private memory that can be written, whatever asked for it.
        if options.memory > 0 { note("memory", cprocess_limit_self(2, UInt64(options.memory))) }
        note("privileges", cprocess_drop_privileges())
        note("system calls", cprocess_forbid_programs_and_network())
    }
}
