import Core
import HTTPServer
import ObjectStorage

/// `/files/...`: what the directory store's presigned URLs lead to.
struct FileRoutes: Sendable {
    let store: DirectoryStore
    let served: BlobAnswers

    var routes: [Route] { [download, upload] }

    private func grant(_ call: Call) throws -> FileURLSigner.Grant {
        let request = call.request
        return try store.signer.verify(method: request.method.rawValue, path: request.path, query: request.query)
    }

    private var download: Route {
        .raw(
            .get, "/files/blobs/{digest}", "Fetch a file by a URL that was handed out", tag: "Files",
            access: .verified("the URL's signature"), answers: [.binary()]
        ) { call in
            guard case .read(let digest, let file) = try grant(call) else { throw FoveaError.notFound("The file") }
            return try await served.answer(digest, as: file, for: call.request, caching: "private, max-age=300")
        }
    }

    private var upload: Route {
        .raw(
            .put, "/files/staging/{upload_id}", "Send a file to a URL that was handed out", tag: "Files",
            access: .verified("the URL's signature"), accepts: [.binary()], answers: [], status: 204, bodyLimit: .max
        ) { call in
            // The URL names how much may be sent to it.
            guard case .write(let key, let maximumSize) = try grant(call) else { throw FoveaError.notFound("The upload") }
            if let declared = call.request.body.declaredLength, declared > maximumSize {
                throw FoveaError(.tooLarge, "This URL takes \(maximumSize) bytes; \(declared) were announced.")
            }
            let writer = try await store.stage(limit: maximumSize)
            for try await chunk in call.request.body { try await writer.write(chunk) }
            try await store.deposit(try await writer.finish(), at: key)
            return HTTPResponse(status: 204)
        }
    }
}
