import Core

extension S3Store {
    public func open(_ digest: Digest, range: Range<Int64>?) async throws -> BlobStream {
        if let range, range.lowerBound < 0 || range.isEmpty { try await refuse(digest, range) }
        let download: Download
        do {
            download = try await Download.start(client, key: key(digest), range: range)
        } catch let error as FoveaError where error.kind == .rangeNotSatisfiable {
            if let range { try await refuse(digest, range) }
            throw error
        } catch let error as FoveaError where error.kind == .notFound {
            throw FoveaError(.notFound, "The stored file \(digest) was not found.", underlying: error.underlying)
        }
        let whole = download.range == 0..<download.size
        let hash = whole ? Lock(SHA256()) : nil
        let logger = logger
        return BlobStream(digest: digest, size: download.size, range: download.range) {
            guard let bytes = try await download.next() else {
                // An empty blob has a digest too.
                if download.size == 0, digest != SHA256.digest([]) { throw BlobStream.damaged(digest, "it is empty") }
                return nil
            }
            if let hash {
                let found = hash.withLock { hash -> Digest? in
                    hash.update(bytes)
                    return download.isComplete ? hash.finish() : nil
                }
                if let found, found != digest {
                    logger.error("blob_damaged", ["digest": .string(digest.description), "found": .string(found.description)])
                    throw BlobStream.damaged(digest, "its content has digest \(found)")
                }
            }
            return bytes
        }
    }

    /// Says how long the blob is, which the store's own refusal does not.
    private func refuse(_ digest: Digest, _ range: Range<Int64>) async throws {
        guard let stored = try await stat(digest) else { throw FoveaError.notFound("The stored file \(digest)") }
        let size = stored.blob.size
        _ = try BlobStream.resolve(range.lowerBound < 0 || range.isEmpty ? size..<size : range, size: size)
    }

    public func localFile(_ digest: Digest) async throws -> LocalFile {
        try await cache.file(digest) {
            let stream = try await self.open(digest, range: nil)
            let writer = try await self.stage(limit: nil)
            for try await chunk in stream { try await writer.write(chunk) }
            return try await writer.finish()
        }
    }
}
