import Core
import Testing

@testable import ObjectStorage

@Suite struct FileURLSignerTests {
    let now = Lock(Timestamp(seconds: 1_800_000_000))
    var signer: FileURLSigner {
        let now = now
        return FileURLSigner(
            publicURL: "https://fovea.example/", secret: TestStore.secret, clock: WallClock { now.withLock { $0 } })
    }
    let digest = SHA256.digest("picture")

    private func refusal(_ method: String, _ path: String, _ query: [(name: String, value: String)]) -> FoveaError? {
        #expect(throws: FoveaError.self) { _ = try signer.verify(method: method, path: path, query: query) }
    }

    @Test func whatWasSignedIsGranted() throws {
        let file = ServedFile(contentType: "image/png", disposition: .inline, filename: "Zürich & co.png")
        let get = signer.sign(.read(digest, file), expires: .seconds(60))
        #expect(get.url.hasPrefix("https://fovea.example/files/blobs/\(digest)?expires=1800000060&"))
        #expect(get.expires == Timestamp(seconds: 1_800_000_060))
        let (path, query) = HTTP.parts(get.url)
        #expect(try signer.verify(method: "GET", path: path, query: query) == .read(digest, file))
        #expect(try signer.verify(method: "HEAD", path: path, query: query) == .read(digest, file))
        let key = StagingKey.make()
        let put = signer.sign(.write(key, maximumSize: 9), expires: .seconds(60))
        let parts = HTTP.parts(put.url)
        #expect(try signer.verify(method: "PUT", path: parts.path, query: parts.query) == .write(key, maximumSize: 9))
    }

    @Test func everyAlterationIsRefused() throws {
        let file = ServedFile(contentType: "image/png", disposition: .attachment, filename: "a.png")
        let (path, query) = HTTP.parts(signer.sign(.read(digest, file), expires: .seconds(60)).url)
        #expect(refusal("PUT", path, query)?.kind == .forbidden)
        #expect(refusal("DELETE", path, query)?.kind == .forbidden)
        #expect(refusal("GET", "/files/blobs/\(SHA256.digest("other"))", query)?.kind == .forbidden)
        #expect(refusal("GET", path + "/", query)?.kind == .forbidden)
        #expect(refusal("GET", "/files/blobs/../\(digest)", query)?.kind == .forbidden)
        #expect(refusal("GET", path, [])?.kind == .forbidden)
        for index in query.indices {
            var altered = query
            altered[index].value = altered[index].value == "attachment" ? "inline" : "1" + altered[index].value
            #expect(refusal("GET", path, altered)?.kind == .forbidden)
            var missing = query
            missing.remove(at: index)
            #expect(refusal("GET", path, missing)?.kind == .forbidden)
            #expect(refusal("GET", path, query + [query[index]])?.kind == .forbidden)
        }
        #expect(refusal("GET", path, query + [(name: "more", value: "")])?.kind == .forbidden)
        let other = FileURLSigner(publicURL: "https://fovea.example", secret: [UInt8](repeating: 8, count: 32), clock: signer.clock)
        #expect(throws: FoveaError.self) { _ = try other.verify(method: "GET", path: path, query: query) }
    }

    @Test func expiryIsExact() throws {
        let (path, query) = HTTP.parts(signer.sign(.read(digest, ServedFile()), expires: .seconds(60)).url)
        now.withLock { $0 = Timestamp(seconds: 1_800_000_059) }
        #expect(throws: Never.self) { _ = try signer.verify(method: "GET", path: path, query: query) }
        now.withLock { $0 = Timestamp(seconds: 1_800_000_060) }
        #expect(refusal("GET", path, query)?.message.contains("expired") == true)
    }

    @Test func onlyRasterImagesAreInline() {
        #expect(ServedFile(contentType: "image/svg+xml", disposition: .inline).disposition == .attachment)
        #expect(ServedFile(contentType: "text/html", disposition: .inline).disposition == .attachment)
        #expect(ServedFile(contentType: "image/png", disposition: .inline).disposition == .inline)
        #expect(ServedFile(contentType: "image/png\r\nX: y").contentType == "application/octet-stream")
        let hostile = ServedFile(filename: "../../etc/\"pass\r\nwd\"")
        #expect(hostile.filename == "passwd")
        #expect(hostile.contentDisposition == "attachment; filename=\"passwd\"")
        #expect(ServedFile(filename: "ü.png").contentDisposition == "attachment; filename=\"_.png\"; filename*=UTF-8''%C3%BC.png")
    }
}
