import Core
import Database
import HTTPServer
import ImageCodecs
import ObjectStorage
import Testing

@testable import Library

@Suite struct PixelTests {
    @Test(arguments: Ground.available) func contentIsServedSafelyAndConditionally(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let bytes = try Pictures.png(300, 200)
            let sent = await fixture.upload([("Zürich \"1\".png".replacing("\"", with: "%22"), bytes)])
            let id = try #require(sent.json["uploaded"]?.array?[0]["image_id"]?.string)
            let path = "/api/images/\(id)/content"
            let whole = await fixture.call(.get, path)
            #expect(whole.status == 200)
            #expect(SHA256.digest(whole.bytes) == SHA256.digest(bytes))
            #expect(whole.headers["Content-Type"] == "image/png")
            #expect(whole.headers["ETag"] == "\"\(SHA256.digest(bytes))\"")
            #expect(whole.headers["X-Content-Type-Options"] == "nosniff")
            #expect(whole.headers["Content-Security-Policy"]?.contains("sandbox") == true)
            #expect(whole.headers["Content-Disposition"]?.hasPrefix("inline; filename=") == true)
            let again = await fixture.call(.get, path, headers: ["If-None-Match": whole.headers["ETag"] ?? ""])
            #expect(again.status == 304 && again.bytes.isEmpty)
            let part = await fixture.call(.get, path, headers: ["Range": "bytes=10-19"])
            #expect(part.status == 206)
            #expect(part.bytes == Array(bytes[10..<20]))
            #expect(part.headers["Content-Range"] == "bytes 10-19/\(bytes.count)")
            #expect(await fixture.call(.get, path, headers: ["Range": "bytes=999999-"]).status == 416)
            #expect(await fixture.call(.head, path).status == 200)
            #expect(await fixture.call("eve", .get, path).status == 404)
            #expect(await fixture.call("eve", .get, "/api/images/\(id)/thumbnail").status == 404)
        }
    }

    @Test(arguments: Ground.available) func theFirstLookMakesTheThumbnail(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let id = try await fixture.upload([("a.jpg", Pictures.jpeg(1600, 800))]).json["uploaded"]?.array?[0]["image_id"]?.string ?? ""
            #expect(await fixture.call(.get, "/api/images/\(id)").json["has_thumbnail"]?.bool == false)
            let first = await fixture.call(.get, "/api/images/\(id)/thumbnail")
            #expect(first.status == 200, "\(first.text)")
            let header = try ImageHeader.read(first.bytes)
            #expect(header.width == 512 && header.height == 256)
            #expect(await fixture.call(.get, "/api/images/\(id)").json["has_thumbnail"]?.bool == true)
            let second = await fixture.call(.get, "/api/images/thumbnail/\(id)")
            #expect(second.bytes == first.bytes)
            let known = await fixture.call(.get, "/api/images/\(id)/thumbnail", headers: ["If-None-Match": first.headers["ETag"] ?? ""])
            #expect(known.status == 304)
        }
    }

    @Test(arguments: Ground.available) func tilesCoverThePicture(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let id = try await fixture.upload([("a.jpg", Pictures.jpeg(1100, 600))]).json["uploaded"]?.array?[0]["image_id"]?.string ?? ""
            let corner = await fixture.call(.get, "/api/images/\(id)/tiles/0/2/1")
            #expect(corner.status == 200, "\(corner.text)")
            let header = try ImageHeader.read(corner.bytes)
            #expect(header.width == 1100 - 1024 && header.height == 600 - 512)
            let small = try ImageHeader.read(await fixture.call(.get, "/api/images/\(id)/tiles/2/0/0").bytes)
            #expect(small.width == 275 && small.height == 150)
            for wrong in ["0/3/0", "0/0/2", "3/0/0", "-1/0/0", "a/0/0"] {
                #expect(await fixture.call(.get, "/api/images/\(id)/tiles/\(wrong)").status == 404)
            }
        }
    }

    @Test func aURLServesAFileToWhoeverHoldsIt() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            let bytes = try Pictures.jpeg(64, 48)
            let id = await fixture.upload([("a.jpg", bytes)]).json["uploaded"]?.array?[0]["image_id"]?.string ?? ""
            let answer = await fixture.call(.get, "/api/images/\(id)/url")
            #expect(answer.json["expires_in"]?.int == 900)
            let url = try #require(answer.json["url"]?.string)
            let path = String(url.dropFirst("http://localhost:8000".count))
            let got = await fixture.router.test(.get, path)
            #expect(got.status == 200)
            #expect(got.bytes == bytes)
            #expect(got.headers["Content-Type"] == "image/jpeg")
            #expect(got.headers["X-Content-Type-Options"] == "nosniff")
            #expect(got.headers["Content-Security-Policy"]?.contains("sandbox") == true)
            #expect(await fixture.router.test(.get, path, headers: ["Range": "bytes=0-3"]).bytes == Array(bytes[..<4]))
            #expect(await fixture.router.test(.put, path, body: .bytes([1])).status == 405)
            #expect(await fixture.router.test(.get, path.replacing("image%2Fjpeg", with: "text%2Fhtml")).status == 403)
            #expect(await fixture.router.test(.get, path + "0").status == 403)
            #expect(await fixture.router.test(.get, "/files/blobs/\(SHA256.digest(bytes))").status == 403)
        }
    }

    @Test func aPresignedUploadIsBounded() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            let store = try #require(fixture.blobs as? DirectoryStore)
            let request = try store.presignPut(.make(), maximumSize: 10, expires: .seconds(60))
            let path = String(request.url.dropFirst("http://localhost:8000".count))
            #expect(await fixture.router.test(.put, path, body: .bytes([UInt8](repeating: 1, count: 11))).status == 413)
            #expect(await fixture.router.test(.put, path, body: .chunks([[1, 2, 3], [UInt8](repeating: 1, count: 8)])).status == 413)
            #expect(await fixture.router.test(.put, path, body: .bytes([UInt8](repeating: 1, count: 10))).status == 204)
            #expect(await fixture.router.test(.get, path).status == 405)
        }
    }
}
