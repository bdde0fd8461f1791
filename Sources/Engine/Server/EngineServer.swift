import CProcess
import Core
import Glibc

/// Listens on a Unix socket and answers requests, one thread a connection; blocking calls all through, for the process does
/// nothing else.
public final class EngineServer: Sendable {
    private let descriptor: Int32
    private let work: EngineWork
    private let watchdog: Watchdog
    private let connections: BlockingExecutor
    private let options: EngineOptions
    private let logger: Logger

    /// Binds the socket: a file that only this user can reach, replacing one left behind.
    ///
    /// Throws `FoveaError.invalid` when the path is too long or cannot be made.
    public init(path: String, options: EngineOptions, logger: Logger) throws {
        unlink(path)
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | 0o2000000, 0)  // SOCK_CLOEXEC
        let mask = umask(0o077)
        let bound = UnixAddress.with(path) { [descriptor] address, size in bind(descriptor, address, size) == 0 }
        umask(mask)
        guard bound == true, listen(descriptor, 128) == 0 else {
            let reason = bound == nil ? "the path is longer than 107 bytes" : String(cString: strerror(errno))
            close(descriptor)
            throw FoveaError(.invalid, "The engine's socket \(path) cannot be made: \(reason).")
        }
        self.options = options
        self.logger = logger
        watchdog = Watchdog(limit: options.workLimit, logger: logger)
        work = EngineWork(options, watchdog)
        connections = BlockingExecutor(name: "engine connections", threads: options.connections, queueLimit: 0)
    }

    /// Accepts connections until `stop`; blocks.
    public func run() {
        watchdog.start()
        while true {
            let client = accept(descriptor, nil, nil)
            if client < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                if errno == EMFILE || errno == ENFILE || errno == ENOMEM {
                    usleep(10_000)
                    continue
                }
                return
            }
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            if !connections.submit({ self.serve(SocketStream(descriptor: client)) }) {
                logger.warning("engine refused a connection", ["connections": .int(Int64(options.connections))])
                close(client)
            }
        }
    }

    /// Accepts no more. Connections end when their clients close them.
    public func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// SIGTERM and SIGINT stop this server from now on.
    func stopOnSignal() { _ = cprocess_shutdown_on_terminate(descriptor) }

    private func serve(_ stream: SocketStream) {
        defer { stream.close() }
        while let request = try? stream.read(bodyLimit: options.limits.bytes, deadline: nil) {
            let answer = work.answer(request)
            if let error = answer.header["error"], error["kind"]?.string == FoveaError.Kind.internal.rawValue {
                logger.error("engine request failed", ["op": request.header["op"] ?? .null, "error": error])
            }
            guard (try? stream.write(answer, deadline: .now + .seconds(60))) != nil else { return }
        }
    }
}
