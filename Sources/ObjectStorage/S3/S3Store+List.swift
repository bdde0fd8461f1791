import Core

extension S3Store {
    public func list(after: Digest?, limit: Int) async throws -> [StoredBlob] {
        var found: [StoredBlob] = []
        var last = after.map { key($0) } ?? "blobs/"
        while found.count < limit {
            let page = try await objects(prefix: "blobs/", after: last, limit: min(1000, limit - found.count))
            for object in page.objects {
                last = object.key
                guard let digest = Digest(hex: object.key.dropFirst("blobs/".count)) else { continue }
                found.append(StoredBlob(blob: Blob(digest: digest, size: object.size), modified: object.modified))
            }
            if page.isLast { break }
        }
        return found
    }

    public func sweepStaging(before cutoff: Timestamp) async throws -> Int {
        var swept = try await cache.sweepStaging(before: cutoff)
        for prefix in ["staging/", "verifying/"] {
            var last = prefix
            while true {
                let page = try await objects(prefix: prefix, after: last, limit: 1000)
                for object in page.objects {
                    last = object.key
                    guard object.modified < cutoff else { continue }
                    _ = try await client.send(S3Request(method: "DELETE", key: object.key), accepting: [404])
                    swept += 1
                }
                if page.isLast { break }
            }
        }
        return try await swept + abortUploads(before: cutoff)
    }

    /// Multipart uploads that a crash left behind are paid for until someone aborts them.
    private func abortUploads(before cutoff: Timestamp) async throws -> Int {
        let answer = try await client.send(S3Request(method: "GET", query: [("uploads", ""), ("max-uploads", "1000")]))
        var aborted = 0
        for upload in XMLText.all("Upload", in: answer.text) {
            guard let key = XMLText.first("Key", in: upload), let id = XMLText.first("UploadId", in: upload),
                let begun = XMLText.first("Initiated", in: upload).flatMap({ Timestamp(rfc3339: $0) }), begun < cutoff
            else { continue }
            _ = try await client.send(S3Request(method: "DELETE", key: key, query: [("uploadId", id)]), accepting: [404])
            aborted += 1
        }
        return aborted
    }

    private struct Page {
        var objects: [(key: String, size: Int64, modified: Timestamp)] = []
        var isLast = true
    }

    private func objects(prefix: String, after: String, limit: Int) async throws -> Page {
        let answer = try await client.send(
            S3Request(
                method: "GET",
                query: [("list-type", "2"), ("max-keys", "\(limit)"), ("prefix", prefix), ("start-after", after)]))
        let text = answer.text
        var page = Page()
        for object in XMLText.all("Contents", in: text) {
            guard let key = XMLText.first("Key", in: object), let size = XMLText.first("Size", in: object).flatMap({ Int64($0) }),
                let modified = XMLText.first("LastModified", in: object).flatMap({ Timestamp(rfc3339: $0) })
            else { throw S3Client.away("the listing cannot be read") }
            page.objects.append((key, size, modified))
        }
        page.isLast = XMLText.first("IsTruncated", in: text) != "true" || page.objects.isEmpty
        return page
    }
}
