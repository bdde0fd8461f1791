import Core

/// A download that is taken up again where it stopped when the connection breaks. One reader.
final class Download: Sendable {
    private struct State {
        var transfer: CurlTransfer?
        var at: Int64
        var failures = 0
    }

    let size: Int64
    let range: Range<Int64>
    private let client: S3Client
    private let key: String
    private let state: Lock<State>

    static func start(_ client: S3Client, key: String, range: Range<Int64>?) async throws -> Download {
        let transfer = try await client.download(request(key, range), accepting: [200, 206])
        let response = transfer.response
        guard let length = response.contentLength else { throw S3Client.away("the download has no length") }
        if response.status == 206 {
            // Content-Range: bytes 0-99/1234
            guard let total = response.headers["content-range"]?.split(separator: "/").last.flatMap({ Int64($0) }), let range else {
                throw S3Client.away("the download has no Content-Range")
            }
            return Download(client, key, transfer, size: total, range: range.lowerBound..<range.lowerBound + length)
        }
        guard range == nil else { throw S3Client.away("the store ignored the range") }
        return Download(client, key, transfer, size: length, range: 0..<length)
    }

    private init(_ client: S3Client, _ key: String, _ transfer: CurlTransfer, size: Int64, range: Range<Int64>) {
        self.client = client
        self.key = key
        self.size = size
        self.range = range
        self.state = Lock(State(transfer: transfer, at: range.lowerBound))
    }

    private static func request(_ key: String, _ range: Range<Int64>?) -> S3Request {
        var request = S3Request(method: "GET", key: key)
        if let range { request.headers.append(("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")) }
        return request
    }

    /// True once the last byte has been given out.
    var isComplete: Bool { state.withLock { $0.at == range.upperBound } }

    func next() async throws -> [UInt8]? {
        while true {
            let (transfer, at) = state.withLock { ($0.transfer, $0.at) }
            if at == range.upperBound {
                if let transfer { end(transfer) }
                return nil
            }
            do {
                if let transfer, let bytes = try await more(transfer) {
                    guard at + Int64(bytes.count) <= range.upperBound else { throw S3Client.away("the download is too long") }
                    state.withLock {
                        $0.at += Int64(bytes.count)
                        $0.failures = 0
                    }
                    if at + Int64(bytes.count) == range.upperBound { end(transfer) }
                    return bytes
                }
            } catch let error as S3TransportError {
                let failures = state.withLock { state in
                    state.transfer = nil
                    state.failures += 1
                    return state.failures
                }
                guard failures <= 3 else { throw S3Client.away(error.detail) }
                try await Task.sleep(for: .milliseconds(200 * failures))
            }
            let again = try await client.download(Self.request(key, at..<range.upperBound), accepting: [206])
            state.withLock { $0.transfer = again }
        }
    }

    /// Nil when the transfer ended before its time.
    private func more(_ transfer: CurlTransfer) async throws -> [UInt8]? {
        let bytes = try await client.executor.run { () throws -> [UInt8] in
            try transfer.advance { $0.isDone || $0.response.body.count >= CurlTransfer.window / 2 }
            return transfer.takeBody()
        }
        if bytes.isEmpty { throw S3TransportError(detail: "the connection ended early") }
        return bytes
    }

    private func end(_ transfer: CurlTransfer) {
        state.withLock { $0.transfer = nil }
        client.finish(transfer)
    }
}
