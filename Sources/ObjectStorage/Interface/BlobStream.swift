import Core

/// The bytes of a blob, or of a range of it, in chunks of at most a few hundred kilobytes. One pass, one reader: each
/// chunk is fetched when it is asked for, so a slow reader costs no memory.
public struct BlobStream: AsyncSequence, Sendable {
    public typealias Element = [UInt8]

    public let digest: Digest
    /// Bytes of the whole blob.
    public let size: Int64
    /// What of it comes: half-open, within `0..<size`.
    public let range: Range<Int64>
    private let nextChunk: @Sendable () async throws -> [UInt8]?

    init(digest: Digest, size: Int64, range: Range<Int64>, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.digest = digest
        self.size = size
        self.range = range
        self.nextChunk = next
    }

    /// How many bytes come.
    public var count: Int64 { range.upperBound - range.lowerBound }

    /// The next chunk, never empty; nil at the end.
    public func next() async throws -> [UInt8]? { try await nextChunk() }

    public struct Iterator: AsyncIteratorProtocol {
        let stream: BlobStream
        public mutating func next() async throws -> [UInt8]? { try await stream.next() }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(stream: self) }
}

extension BlobStream {
    /// The part of a blob of `size` bytes that `range` asks for.
    static func resolve(_ range: Range<Int64>?, size: Int64) throws -> Range<Int64> {
        guard let range else { return 0..<size }
        guard range.lowerBound >= 0, range.lowerBound < size, !range.isEmpty else {
            throw FoveaError(
                .rangeNotSatisfiable, "The range starts past the end: the file has \(size) bytes.",
                details: [("size", .int(size))])
        }
        return range.lowerBound..<Swift.min(range.upperBound, size)
    }

    static func damaged(_ digest: Digest, _ why: String) -> FoveaError {
        FoveaError(
            .internal, "The stored file \(digest) is damaged: its content is not what was put there.", underlying: why)
    }
}
