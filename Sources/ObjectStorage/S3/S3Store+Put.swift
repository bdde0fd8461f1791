import Core
import Glibc

extension S3Store {
    /// A blob that was put within this time needs no renewal.
    private static let fresh: Duration = .seconds(3600)
    /// Up to this size sending the bytes costs no more than asking whether they are there.
    private static let small: Int64 = 1 << 20

    public func put(_ staged: StagedFile) async throws -> Blob {
        guard staged.take() else { throw FoveaError.bug("a staged file was put twice") }
        let blob = staged.blob
        do {
            try await upload(staged.path, blob)
            try await cache.adopt(staged.path, blob)
        } catch {
            _ = disk.submit { unlink(staged.path) }
            throw error
        }
        return blob
    }

    private func upload(_ path: String, _ blob: Blob) async throws {
        if blob.size > Self.small, let stored = try await stat(blob.digest), stored.blob.size == blob.size,
            clock.now() - stored.modified < Self.fresh
        {
            return
        }
        let file = try await disk.run { try OpenFile(path, O_RDONLY) }
        if blob.size > settings.limits.singlePut {
            try await uploadInParts(file, blob)
        } else {
            // Whole and checked by the server against the digest; replaces what a crash may have left.
            let request = S3Request(method: "PUT", key: key(blob.digest), body: .file(file, 0..<blob.size, blob.digest))
            _ = try await client.send(request)
        }
    }

    private func uploadInParts(_ file: OpenFile, _ blob: Blob) async throws {
        let plan = PartPlan(size: blob.size, part: settings.limits.part, limit: settings.limits.parts)
        try await inParts(to: key(blob.digest), plan: plan) { upload, number, range in
            let digest = try await self.hash(file, range)
            let response = try await self.client.send(
                S3Request(
                    method: "PUT", key: self.key(blob.digest), query: [("partNumber", "\(number)"), ("uploadId", upload)],
                    body: .file(file, range, digest)))
            guard let tag = response.headers["etag"] else { throw S3Client.away("a part was stored without an ETag") }
            return tag
        }
    }

    private func hash(_ file: OpenFile, _ range: Range<Int64>) async throws -> Digest {
        try await disk.run {
            let hash = SHA256()
            var at = range.lowerBound
            while at < range.upperBound {
                let count = Int(min(1 << 20, range.upperBound - at))
                let bytes = try file.read(count, at: at)
                guard bytes.count == count else { throw FoveaError.bug("a staged file was cut short") }
                hash.update(bytes)
                at += Int64(count)
            }
            return hash.finish()
        }
    }

    /// A multipart upload: `part` stores one range and answers its ETag. A few go at once. Whatever fails, nothing of the
    /// upload is left in the store.
    func inParts(
        to key: String, plan: PartPlan, part: @escaping @Sendable (String, Int, Range<Int64>) async throws -> String
    ) async throws {
        let begun = try await client.send(S3Request(method: "POST", key: key, query: [("uploads", "")], body: .bytes([])))
        guard let upload = XMLText.first("UploadId", in: begun.text) else { throw S3Client.away("no upload id was given") }
        do {
            let tags = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                var tags = [String](repeating: "", count: plan.parts.count)
                for (index, range) in plan.parts.enumerated() {
                    if index >= 3, let (done, tag) = try await group.next() { tags[done] = tag }
                    group.addTask { (index, try await part(upload, index + 1, range)) }
                }
                for try await (done, tag) in group { tags[done] = tag }
                return tags
            }
            var list = "<CompleteMultipartUpload>"
            for (index, tag) in tags.enumerated() {
                list += "<Part><PartNumber>\(index + 1)</PartNumber><ETag>\(XMLText.escape(tag))</ETag></Part>"
            }
            list += "</CompleteMultipartUpload>"
            let done = try await client.send(
                S3Request(
                    method: "POST", key: key, query: [("uploadId", upload)], body: .bytes(Array(list.utf8))))
            // The protocol lets an error come with status 200 when completion took long.
            if let code = XMLText.first("Code", in: done.text) { throw S3Client.away("completion failed: \(code)") }
        } catch {
            // A task of its own: the caller may have been cancelled, and the parts must go all the same.
            let client = client
            await Task.detached {
                _ = try? await client.send(S3Request(method: "DELETE", key: key, query: [("uploadId", upload)]), accepting: [404])
            }.value
            throw error
        }
    }
}
