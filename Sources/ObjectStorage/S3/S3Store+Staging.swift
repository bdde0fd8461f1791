import Core

extension S3Store {
    public func presignPut(_ key: StagingKey, maximumSize: Int64, expires: Duration) throws -> PresignedRequest {
        presign("PUT", "\(key)", [], expires)
    }

    public func presignGet(_ digest: Digest, as file: ServedFile, expires: Duration) throws -> PresignedRequest {
        let query = [
            ("response-content-disposition", file.contentDisposition), ("response-content-type", file.contentType),
        ]
        return presign("GET", key(digest), query, expires)
    }

    private func presign(_ method: String, _ key: String, _ query: [(String, String)], _ expires: Duration) -> PresignedRequest {
        let now = clock.now()
        let endpoint = settings.publicEndpoint
        let path = "\(endpoint.base)/\(settings.bucket)/\(PercentEncoding.encode(key, keepingSlash: true))"
        let url = SigV4(settings).presign(
            method: method, endpoint: endpoint, path: path, query: query, expires: expires, now: now)
        return PresignedRequest(method: method, url: url, expires: now.advanced(by: expires))
    }

    /// The upload is first copied to `verifying/<uuid>`, a name that no URL leads to: only then is it hashed. An ETag would
    /// not do instead, since it is an MD5 and two files with one MD5 can be made at will.
    public func complete(_ key: StagingKey, maximumSize: Int64) async throws -> Blob {
        let head = try await client.send(S3Request(method: "HEAD", key: "\(key)"), accepting: [404])
        guard head.status != 404 else { throw FoveaError.notFound("The upload") }
        guard let size = head.contentLength else { throw S3Client.away("HEAD gave no length") }
        guard size <= maximumSize else {
            try await discard(key)
            throw FoveaError(.tooLarge, "The upload is larger than \(ByteCount.text(maximumSize)).")
        }
        let verifying = "verifying/\(ID.make())"
        do {
            try await copy("\(key)", to: verifying, size: size)
            let staged = try await fetch(verifying, limit: maximumSize)
            let blob = staged.blob
            if try await stat(blob.digest)?.blob.size != blob.size {
                try await copy(verifying, to: self.key(blob.digest), size: blob.size)
            }
            if staged.take() { try await cache.adopt(staged.path, blob) }
            await remove(verifying)
            await remove("\(key)")
            return blob
        } catch {
            await remove(verifying)
            throw error
        }
    }

    /// Downloads while hashing; the file then serves as this machine's copy of the blob.
    private func fetch(_ key: String, limit: Int64) async throws -> StagedFile {
        let download = try await Download.start(client, key: key, range: nil)
        let writer = try await stage(limit: limit)
        while let chunk = try await download.next() { try await writer.write(chunk) }
        return try await writer.finish()
    }

    private func copy(_ source: String, to target: String, size: Int64) async throws {
        let from = ("x-amz-copy-source", "/\(settings.bucket)/\(PercentEncoding.encode(source, keepingSlash: true))")
        guard size > settings.limits.singleCopy else {
            let done = try await client.send(S3Request(method: "PUT", key: target, headers: [from]))
            // As with multipart completion, an error may come with status 200.
            if let code = XMLText.first("Code", in: done.text) { throw S3Client.away("the copy failed: \(code)") }
            return
        }
        let plan = PartPlan(size: size, part: settings.limits.copyPart, limit: settings.limits.parts)
        try await inParts(to: target, plan: plan) { upload, number, range in
            let response = try await self.client.send(
                S3Request(
                    method: "PUT", key: target, query: [("partNumber", "\(number)"), ("uploadId", upload)],
                    headers: [from, ("x-amz-copy-source-range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")]))
            guard let tag = XMLText.first("ETag", in: response.text) else { throw S3Client.away("a part was copied without an ETag") }
            return tag
        }
    }

    public func discard(_ key: StagingKey) async throws {
        _ = try await client.send(S3Request(method: "DELETE", key: "\(key)"), accepting: [404])
    }

    /// What is not removed now, `sweepStaging` takes: a failure here must not undo a completed upload.
    private func remove(_ key: String) async {
        do {
            _ = try await client.send(S3Request(method: "DELETE", key: key), accepting: [404])
        } catch {
            logger.warning("staging_left", ["key": .string(key), "detail": .string("\(error)")])
        }
    }
}
