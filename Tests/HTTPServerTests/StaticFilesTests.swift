import Core
import Glibc
import HTTPServer
import Testing

@Suite struct StaticFilesTests {
    static func folder() throws -> String {
        var template = Array("/tmp/fovea-static-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw RawClient.Failed(reason: "mkdtemp") }
        let path = String(cString: made)
        mkdir("\(path)/assets", 0o700)
        for (name, text) in [
            ("index.html", "<!doctype html>ui"), ("assets/main-ABCD1234.js", String(repeating: "let a = 1;\n", count: 500)),
            ("favicon.svg", "<svg/>"),
        ] {
            let descriptor = open("\(path)/\(name)", O_CREAT | O_WRONLY, 0o600)
            _ = Glibc.write(descriptor, text, text.utf8.count)
            close(descriptor)
        }
        symlink("/etc/passwd", "\(path)/passwd.txt")
        return path
    }

    @Test func servesTheInterfaceAndItsRoutes() async throws {
        let files = try StaticFiles(directory: StaticFilesTests.folder(), assetOrigins: ["https://store.example"])
        let router = try Router(TestRoutes.all, authorizer: TableAuthorizer()) { files.respond(to: $0) }
        for path in ["/", "/projects/1/images", "/index.html"] {
            let page = await router.test(.get, path)
            #expect(page.status == 200 && page.text.hasSuffix("ui") && page.headers["Cache-Control"] == "no-cache")
            let policy = page.headers["Content-Security-Policy"] ?? ""
            #expect(policy.contains("script-src 'self';") && policy.contains("https://store.example") && !policy.contains("unsafe"))
        }
        let asset = await router.test(.get, "/assets/main-ABCD1234.js", headers: ["Accept-Encoding": "gzip"])
        #expect(asset.headers["Cache-Control"]?.contains("immutable") == true && asset.headers["Content-Encoding"] == "gzip")
        #expect(asset.headers["Content-Type"] == "text/javascript; charset=utf-8")
        let etag = try #require(await router.test(.get, "/favicon.svg").headers["ETag"])
        #expect(await router.test(.get, "/favicon.svg", headers: ["If-None-Match": etag]).status == 304)
        for path in ["/assets/gone.js", "/missing.png", "/api/nowhere", "/passwd.txt", "/../etc/passwd.txt", "/assets/..%2findex.html"] {
            #expect(await router.test(.get, path).status == 404, "\(path)")
        }
        #expect(await router.test(.post, "/").status == 404)
        #expect(throws: FoveaError.self) { try StaticFiles(directory: "/nonexistent") }
    }
}
