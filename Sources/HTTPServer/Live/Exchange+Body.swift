import CMicroHTTPD
import Core

/// The request's body, pulled by the handler.
extension Exchange: BodySource {
    func next() async throws -> [UInt8]? {
        try await withUnsafeThrowingContinuation { continuation in
            let outcome: Result<[UInt8]?, any Error>? = state.withLock { state in
                if let chunk = state.incoming.popChunk() {
                    if state.incoming.count < Exchange.low && state.phase == .body { resume(&state) }
                    return .success(chunk)
                }
                if state.bodyEnded { return .success(nil) }
                if state.isAborted { return .failure(Exchange.gone) }
                guard state.reader == nil else { return .failure(FoveaError.bug("a body has two readers")) }
                state.reader = continuation
                state.wantsBody = true
                resume(&state)
                return nil
            }
            if let outcome { continuation.resume(with: outcome) }
        }
    }

    /// Bytes from the socket. False when there is no room: they stay where they are and the connection waits.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var waiting: UnsafeContinuation<[UInt8]?, any Error>?
        var first: [UInt8]?
        let taken = state.withLock { state in
            guard state.incoming.count < Exchange.high else {
                peer?.busy()
                suspend(&state)
                return false
            }
            peer?.awaitBody(bytes.count)
            if let reader = state.reader {
                state.reader = nil
                waiting = reader
                first = Array(bytes)
            } else {
                state.incoming.append(Array(bytes))
            }
            return true
        }
        waiting?.resume(returning: first)
        return taken
    }

    func receiveEnd() {
        peer?.busy()
        let reader = state.withLock { state in
            state.bodyEnded = true
            state.phase = .answering
            let reader = state.reader
            state.reader = nil
            return reader
        }
        reader?.resume(returning: nil)
    }
}
