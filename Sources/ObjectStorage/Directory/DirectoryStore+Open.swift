import Core
import Glibc

extension DirectoryStore {
    static let chunk = 256 << 10

    public func open(_ digest: Digest, range: Range<Int64>?) async throws -> BlobStream {
        let path = path(digest)
        let (file, size) = try await executor.run { () -> (OpenFile, Int64) in
            let file = try OpenFile(path, O_RDONLY)
            return (file, Int64(try file.status().st_size))
        }
        let wanted = try BlobStream.resolve(range, size: size)
        let whole = wanted == 0..<size
        let reader = Lock(Reader(file: file, digest: digest, rest: wanted, size: size, hash: whole ? SHA256() : nil))
        let executor = executor
        let logger = logger
        return BlobStream(digest: digest, size: size, range: wanted) {
            do {
                return try await executor.run { try reader.withLock { try $0.next() } }
            } catch let error as FoveaError where error.kind == .internal {
                logger.error("blob_damaged", ["digest": .string(digest.description), "detail": .string(error.underlying ?? "")])
                throw error
            }
        }
    }

    /// Reads on, and holds the last chunk back until the digest has been compared: whoever counts bytes never gets a
    /// complete damaged file.
    private struct Reader {
        let file: OpenFile
        let digest: Digest
        var rest: Range<Int64>
        let size: Int64
        var hash: SHA256?
        var checked = false

        mutating func next() throws -> [UInt8]? {
            guard !rest.isEmpty else {
                // An empty blob has a digest too.
                if size == 0, !checked { try compare() }
                return nil
            }
            let count = min(Int64(DirectoryStore.chunk), rest.upperBound - rest.lowerBound)
            let bytes = try file.read(Int(count), at: rest.lowerBound)
            guard bytes.count == Int(count) else {
                throw BlobStream.damaged(digest, "the file was cut short while it was read")
            }
            rest = rest.lowerBound + count..<rest.upperBound
            hash?.update(bytes)
            if rest.isEmpty { try compare() }
            return bytes
        }

        private mutating func compare() throws {
            checked = true
            guard let hash else { return }
            let found = hash.finish()
            self.hash = nil
            guard found == digest else { throw BlobStream.damaged(digest, "its content has digest \(found)") }
        }
    }
}
