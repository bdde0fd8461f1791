import Core
import HTTPServer
import ObjectStorage

/// Blobs as answers, with the digest for an ETag. A whole blob is compared with its digest while it streams, and the
/// connection is cut when it is damaged; a range comes from a file.
struct BlobAnswers: Sendable {
    let blobs: any BlobStore
    let executor: BlockingExecutor

    func answer(_ digest: Digest, as file: ServedFile, for request: HTTPRequest, caching: String) async throws -> HTTPResponse {
        let etag = "\"\(digest)\""
        var response: HTTPResponse
        if let known = unchanged(etag, for: request, caching: caching) {
            response = known
        } else if request.headers.contains("Range") {
            let local = try await blobs.localFile(digest)
            let body = try await executor.run { try FileBody.open(local.path) }
            response = .file(body, type: file.contentType)
        } else {
            let stream = try await blobs.open(digest)
            response = .stream(type: file.contentType, length: stream.size) { writer in
                for try await chunk in stream { try await writer.write(chunk) }
            }
            response.headers["Accept-Ranges"] = "bytes"
        }
        response.headers["Content-Type"] = file.contentType
        response.headers["Content-Disposition"] = file.contentDisposition
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = caching
        return response
    }

    /// A blob of the server's own making that fits in memory.
    func small(_ digest: Digest, type: String, for request: HTTPRequest, caching: String) async throws -> HTTPResponse {
        let etag = "\"\(digest)\""
        if let known = unchanged(etag, for: request, caching: caching) { return known }
        var response = HTTPResponse.bytes(try await blobs.bytes(digest), type: type)
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = caching
        return response
    }

    /// When the client has it already, an answer that the router turns into 304, made without touching the store.
    func unchanged(_ etag: String, for request: HTTPRequest, caching: String) -> HTTPResponse? {
        guard request.headers["If-None-Match"]?.contains(etag) == true else { return nil }
        return HTTPResponse(headers: ["ETag": etag, "Cache-Control": caching])
    }
}
