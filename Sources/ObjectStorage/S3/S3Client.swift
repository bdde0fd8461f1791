import Core

/// Sends requests to one bucket: signed by libcurl, repeated when the store stumbles, with refusals told apart.
final class S3Client: Sendable {
    let settings: S3Settings
    let executor: BlockingExecutor
    private let pool = CurlPool(capacity: 16)
    /// Waits before the second, third and fourth try.
    private static let backoff: [Duration] = [.milliseconds(100), .milliseconds(400), .milliseconds(1200)]

    init(_ settings: S3Settings, executor: BlockingExecutor) {
        self.settings = settings
        self.executor = executor
    }

    /// The whole answer; bodies are small (XML, or none). `accepting` lists the statuses besides 2xx that the caller reads
    /// itself.
    func send(_ request: S3Request, accepting: Set<Int> = []) async throws -> S3Response {
        try await retrying {
            let response = try await self.executor.run { () throws -> S3Response in
                let transfer = try self.pool.take()
                try transfer.begin(request, self.settings)
                var body: [UInt8] = []
                while !transfer.isDone {
                    try transfer.advance { $0.isDone || $0.response.body.count >= CurlTransfer.window / 2 }
                    body += transfer.takeBody()
                    guard body.count <= 8 << 20 else { throw S3TransportError(detail: "the answer is too long") }
                }
                var response = transfer.response
                response.body = body
                self.pool.give(transfer)
                return response
            }
            return (response, response.status)
        } check: { response in
            guard (200..<300).contains(response.status) || accepting.contains(response.status) else {
                throw self.refusal(response, request)
            }
        }
    }

    /// A download whose headers have come; the caller takes the body with `more` and ends with `finish` or by dropping it.
    func download(_ request: S3Request, accepting: Set<Int>) async throws -> CurlTransfer {
        try await retrying {
            let transfer = try await self.executor.run { () throws -> CurlTransfer in
                let transfer = try self.pool.take()
                try transfer.begin(request, self.settings)
                try transfer.advance { $0.headersDone }
                if !accepting.contains(transfer.response.status) { try transfer.advance { $0.isDone } }
                return transfer
            }
            return (transfer, transfer.response.status)
        } check: { transfer in
            if !accepting.contains(transfer.response.status) { throw self.refusal(transfer.response, request) }
        }
    }

    func finish(_ transfer: CurlTransfer) { pool.give(transfer) }

    private func retrying<Answer: Sendable>(
        _ attempt: @Sendable () async throws -> (Answer, status: Int), check: (Answer) throws -> Void
    ) async throws -> Answer {
        var waits = Self.backoff.makeIterator()
        while true {
            let failure: FoveaError
            do {
                let (answer, status) = try await attempt()
                guard S3Response(status: status).isTransient else {
                    try check(answer)
                    return answer
                }
                failure = Self.away("it answered \(status)")
            } catch let error as S3TransportError {
                failure = Self.away(error.detail)
            }
            guard let wait = waits.next() else { throw failure }
            try await Task.sleep(for: wait)
        }
    }

    static func away(_ detail: String) -> FoveaError {
        FoveaError(
            .unavailable, "The object store cannot be reached; try again in a moment.", retryAfter: 5, underlying: detail)
    }
}
