import Core
import Glibc

extension DirectoryStore {
    public func presignPut(_ key: StagingKey, maximumSize: Int64, expires: Duration) throws -> PresignedRequest {
        signer.sign(.write(key, maximumSize: maximumSize), expires: expires)
    }

    public func presignGet(_ digest: Digest, as file: ServedFile, expires: Duration) throws -> PresignedRequest {
        signer.sign(.read(digest, file), expires: expires)
    }

    /// Leaves an upload, as the route behind `presignPut` received it, where `complete` looks for it.
    public func deposit(_ staged: StagedFile, at key: StagingKey) async throws {
        try await executor.run {
            guard staged.take() else { throw FoveaError.bug("a staged file was deposited twice") }
            do {
                try Directories.rename(staged.path, to: path(key), in: staging)
            } catch {
                unlink(staged.path)
                throw error
            }
        }
    }

    /// The upload is first moved to a name that no URL leads to: only then is it hashed.
    public func complete(_ key: StagingKey, maximumSize: Int64) async throws -> Blob {
        let taken = "\(staging)/\(ID.make())"
        let (file, size) = try await executor.run { () -> (OpenFile, Int64) in
            guard rename(path(key), taken) == 0 else {
                if errno == ENOENT { throw FoveaError.notFound("The upload") }
                throw StorageFault.error(errno, "rename", path(key))
            }
            let file = try OpenFile(taken, O_RDONLY)
            return (file, Int64(try file.status().st_size))
        }
        do {
            guard size <= maximumSize else {
                throw FoveaError(.tooLarge, "The upload is larger than \(ByteCount.text(maximumSize)).")
            }
            let blob = Blob(digest: try await hash(file, size: size), size: size)
            try await executor.run { try commit(taken, as: blob.digest) }
            return blob
        } catch {
            _ = executor.submit { unlink(taken) }
            throw error
        }
    }

    /// In steps, so that a large file does not keep one of the disk's threads from everyone else.
    private func hash(_ file: OpenFile, size: Int64) async throws -> Digest {
        let hash = Lock(SHA256())
        var at: Int64 = 0
        while at < size {
            let from = at
            let count = Int(min(8 << 20, size - at))
            try await executor.run {
                let bytes = try file.read(count, at: from)
                guard bytes.count == count else { throw FoveaError(.unavailable, "The upload changed while it was read.") }
                hash.withLock { $0.update(bytes) }
            }
            at += Int64(count)
        }
        return try await executor.run {
            try file.makeReadOnly()
            try file.sync()
            return hash.withLock { $0.finish() }
        }
    }

    public func discard(_ key: StagingKey) async throws {
        try await executor.run { _ = unlink(path(key)) }
    }

    public func sweepStaging(before cutoff: Timestamp) async throws -> Int {
        try await executor.run {
            var swept = 0
            for name in try Directories.names(staging) {
                let path = "\(staging)/\(name)"
                guard let status = Directories.status(path), status.isFile, status.modified < cutoff else { continue }
                if unlink(path) == 0 { swept += 1 }
            }
            return swept
        }
    }
}
