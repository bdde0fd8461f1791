import CMicroHTTPD
import Core

extension Exchange {
    /// Runs the handler and hands its answer to the connection.
    func begin(_ request: HTTPRequest) {
        let task = Task { [self] in
            let response = await server.handler(request)
            let goesOn = state.withLock { state in
                state.answer = response
                resume(&state)
                return !state.isAborted
            }
            guard goesOn, request.method != .head, case .stream(let length, let produce) = response.body else { return }
            await stream(length: length, produce)
        }
        let isOver = state.withLock { state in
            state.task = task
            return state.isAborted
        }
        if isOver { task.cancel() }
    }

    private func stream(length: Int64?, _ produce: @Sendable (any BodyWriter) async throws -> Void) async {
        let writer = ExchangeWriter(self)
        var failed = false
        do {
            try await produce(writer)
            // Fewer or more bytes than were promised would desynchronise the connection.
            failed = length.map { $0 != writer.written } ?? false
        } catch {
            failed = true
            if !state.withLock({ $0.isAborted }) {
                server.configuration.logger.error("stream_failed", ["uri": .string(uri), "error": .string(String(describing: error))])
            }
        }
        state.withLock { state in
            state.outgoingEnded = true
            state.outgoingFailed = failed
            resume(&state)
        }
    }

    func write(_ bytes: [UInt8]) async throws {
        try await withUnsafeThrowingContinuation { (continuation: UnsafeContinuation<Void, any Error>) in
            let outcome: Result<Void, any Error>? = state.withLock { state in
                if state.isAborted { return .failure(Exchange.gone) }
                guard state.writer == nil else { return .failure(FoveaError.bug("an answer has two writers")) }
                state.outgoing.append(bytes)
                resume(&state)
                if state.outgoing.count < Exchange.high { return .success(()) }
                state.writer = continuation
                return nil
            }
            if let outcome { continuation.resume(with: outcome) }
        }
    }

    /// What the socket can take now. `suspended` is set when there is nothing yet.
    func send(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var waiting: UnsafeContinuation<Void, any Error>?
        let count = state.withLock { state in
            if state.isAborted { return Int(MHD_CONTENT_READER_END_WITH_ERROR_VALUE) }
            let count = state.outgoing.read(into: buffer)
            if state.outgoing.count < Exchange.low {
                waiting = state.writer
                state.writer = nil
            }
            if count > 0 { return count }
            if state.outgoingFailed { return Int(MHD_CONTENT_READER_END_WITH_ERROR_VALUE) }
            if state.outgoingEnded { return Int(MHD_CONTENT_READER_END_OF_STREAM_VALUE) }
            suspend(&state)
            return 0
        }
        waiting?.resume()
        return count
    }
}

/// `(ssize_t) -1` and `-2` of the library's header, whose casts Swift does not import.
let MHD_CONTENT_READER_END_OF_STREAM_VALUE = -1
let MHD_CONTENT_READER_END_WITH_ERROR_VALUE = -2

/// Counts what a producer writes.
private final class ExchangeWriter: BodyWriter {
    private let exchange: Exchange
    private let count = Lock<Int64>(0)
    init(_ exchange: Exchange) { self.exchange = exchange }
    var written: Int64 { count.withLock { $0 } }

    func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        try await exchange.write(bytes)
        count.withLock { $0 += Int64(bytes.count) }
    }
}
