import Core

/// Where the chunks of a body come from; one reader only.
public protocol BodySource: Sendable {
    /// The next chunk, nil at the end. Waits for the client; throws when it went away or was too slow.
    func next() async throws -> [UInt8]?
}

/// The body of a request as it arrives. What has not been asked for is not read from the network beyond a small buffer, so
/// a handler that is slow slows the client, and memory stays bounded. Can be read once.
public struct RequestBody: Sendable, AsyncSequence {
    public typealias Element = [UInt8]

    /// From Content-Length; nil when the body is chunked.
    public let declaredLength: Int64?
    /// More bytes than this throw `FoveaError.tooLarge`.
    public var limit: Int64
    private let source: any BodySource

    public init(_ source: any BodySource, declaredLength: Int64?, limit: Int64 = .max) {
        self.source = source
        self.declaredLength = declaredLength
        self.limit = limit
    }

    public static let empty = RequestBody(ChunkSource([]), declaredLength: 0)
    public static func bytes(_ bytes: [UInt8]) -> RequestBody {
        RequestBody(ChunkSource(bytes.isEmpty ? [] : [bytes]), declaredLength: Int64(bytes.count))
    }
    /// For tests: a body that comes in these chunks, as a chunked transfer does.
    public static func chunks(_ chunks: [[UInt8]]) -> RequestBody { RequestBody(ChunkSource(chunks), declaredLength: nil) }

    public func makeAsyncIterator() -> Iterator { Iterator(source: source, limit: limit) }

    public struct Iterator: AsyncIteratorProtocol {
        let source: any BodySource
        let limit: Int64
        private var seen: Int64 = 0

        init(source: any BodySource, limit: Int64) {
            self.source = source
            self.limit = limit
        }

        public mutating func next() async throws -> [UInt8]? {
            guard let chunk = try await source.next() else { return nil }
            seen += Int64(chunk.count)
            if seen > limit { throw RequestBody.tooLarge(limit) }
            return chunk
        }
    }

    /// The whole body in memory, up to a bound.
    public func collect(upTo bound: Int? = nil) async throws -> [UInt8] {
        let most = Swift.min(limit, bound.map { Int64($0) } ?? .max)
        if let declaredLength, declaredLength > most { throw RequestBody.tooLarge(most) }
        var all: [UInt8] = []
        if let declaredLength { all.reserveCapacity(Int(Swift.min(declaredLength, 1 << 20))) }
        var body = self
        body.limit = most
        for try await chunk in body {
            if all.isEmpty { all = chunk } else { all += chunk }
        }
        return all
    }

    static func tooLarge(_ limit: Int64) -> FoveaError {
        FoveaError(.tooLarge, "The body is larger than the \(readableSize(limit)) that are taken here.")
    }
}

/// A size as people write it: 16 MB, 250 kB (powers of 1024, as operators set them).
func readableSize(_ bytes: Int64) -> String {
    if bytes >= 1 << 30 && bytes % (1 << 30) == 0 { return "\(bytes >> 30) GB" }
    if bytes >= 1 << 20 { return "\(bytes >> 20) MB" }
    if bytes >= 1 << 10 { return "\(bytes >> 10) kB" }
    return "\(bytes) bytes"
}

private final class ChunkSource: BodySource {
    private let chunks: Lock<ArraySlice<[UInt8]>>
    init(_ chunks: [[UInt8]]) { self.chunks = Lock(chunks[...]) }
    func next() async throws -> [UInt8]? { chunks.withLock { $0.popFirst() } }
}
