import Core
import Glibc

/// Asks the engine, over a few connections that are kept. Any number of tasks may use it at once.
///
/// When the engine stops in the middle of a request, that request alone fails, with an error that names its input's digest;
/// the next one finds the engine that the supervisor has started meanwhile.
public final class EngineClient: Sendable {
    let path: String
    private let timeout: Duration
    private let patience: Duration
    private let logger: Logger
    private let executor: BlockingExecutor
    private let idle = Lock<[Connection]>([])

    /// `@unchecked Sendable`: a connection is either in `idle`, under its lock, or with the one thread that took it out.
    private struct Connection: @unchecked Sendable {
        let stream: SocketStream
    }

    /// - Parameters:
    ///   - connections: requests under way at once; further ones wait their turn.
    ///   - timeout: how long one request may take, its waiting in the engine included.
    ///   - patience: how long to wait for an engine that is starting.
    public init(
        path: String, connections: Int = 16, timeout: Duration = .seconds(60), patience: Duration = .seconds(5), logger: Logger
    ) {
        self.path = path
        self.timeout = timeout
        self.patience = patience
        self.logger = logger
        executor = BlockingExecutor(name: "the image engine", threads: connections, queueLimit: 256)
    }

    /// A client of the same engine with connections of its own: what waits for one of them waits for none of this one's.
    public func another() -> EngineClient {
        EngineClient(path: path, timeout: timeout, patience: patience, logger: logger)
    }

    /// Sends a request and answers the header and body of the engine's answer. Throws what the engine threw.
    func ask(_ header: JSON, body: [UInt8] = [], digest: @escaping @Sendable () -> String) async throws -> Frame {
        let answer = try await executor.run { try self.exchange(Frame(header: header, body: body), digest) }
        if let error = answer.header["error"] { throw FoveaError(error) }
        return answer
    }

    /// As `ask`, on the calling thread, which must be one that may block.
    func askBlocking(_ header: JSON, body: [UInt8], digest: () -> String) throws -> Frame {
        let answer = try exchange(Frame(header: header, body: body), digest)
        if let error = answer.header["error"] { throw FoveaError(error) }
        return answer
    }

    private func exchange(_ request: Frame, _ digest: () -> String) throws -> Frame {
        let stream = try connection()
        do {
            let deadline = ContinuousClock.now + timeout
            try stream.write(request, deadline: deadline)
            let answer = try stream.read(bodyLimit: 1 << 30, deadline: deadline)
            idle.withLock { $0.append(Connection(stream: stream)) }
            return answer
        } catch let failure as SocketStream.Failure {
            stream.close()
            throw report(failure, request.header["op"]?.string ?? "", digest())
        }
    }

    private func report(_ failure: SocketStream.Failure, _ operation: String, _ digest: String) -> FoveaError {
        let crashed = failure == .closed
        logger.error(
            crashed ? "engine stopped during a request" : "engine request took too long",
            ["op": .string(operation), "input": .string(digest)])
        return crashed
            ? FoveaError(
                .internal,
                "The image engine stopped while it worked on this picture (\(digest)). The picture may be harmful or need too much memory.",
                underlying: "\(operation) of \(digest)")
            : FoveaError(
                .timeout, "This picture (\(digest)) took longer than \(Int(timeout.inSeconds)) s and was given up.",
                underlying: "\(operation) of \(digest)")
    }

    /// A kept connection that is still good, or a new one.
    private func connection() throws -> SocketStream {
        while let kept = idle.withLock({ $0.popLast() }) {
            if !kept.stream.isStale { return kept.stream }
            kept.stream.close()
        }
        let deadline = ContinuousClock.now + patience
        while true {
            if let stream = SocketStream.connect(path) { return stream }
            guard ContinuousClock.now < deadline else {
                throw FoveaError(.unavailable, "The image engine is not running; it is being started again.", retryAfter: 2)
            }
            usleep(20_000)
        }
    }
}
