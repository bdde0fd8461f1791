import Core
import Database
import Foundation
import HTTPServer
import ImageCodecs
import JobQueue
import ObjectStorage
import Testing

@testable import Library

@Suite struct UploadTests {
    @Test(.enabled(if: Ground.available.count == 2, Ground.teamIsAbsent)) func bothGroundsAreThere() {}

    /// One bad file never fails the rest, and each is refused with its reason.
    @Test(arguments: Ground.available) func aBatchKeepsWhatIsGoodAndNamesWhatIsNot(_ ground: Ground) async throws {
        try await ImageFixture.with(ground, limits: ImageLimits(bytes: 300_000)) { fixture in
            let good = try Pictures.jpeg(120, 80)
            let whole = try Pictures.jpeg(200, 200, seed: 3)
            let answer = await fixture.upload([
                ("good.jpg", good), ("cut.jpg", Array(whole[..<(whole.count / 2)])), ("one.png", [0x89]),
                ("notes.jpg", Array("Buy milk, bread and a camera.".utf8)), ("bomb.png", try Pictures.bomb()),
                ("drawing.svg", Array("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>".utf8)),
                ("empty.jpg", []), ("huge.jpg", good + [UInt8](repeating: 0, count: 400_000)),
                ("..\\..\\a/b/last.png", try Pictures.png(50, 60)),
            ])
            #expect(answer.status == 201, "\(answer.text)")
            let uploaded = try #require(answer.json["uploaded"]?.array)
            #expect(uploaded.compactMap { $0["filename"]?.string } == ["good.jpg", "last.png"])
            #expect(uploaded[0]["sha256"]?.string == SHA256.digest(good).description)
            #expect(uploaded[0]["width"]?.int == 120 && uploaded[0]["height"]?.int == 80)
            #expect(uploaded[0]["duplicate_of"] == nil)
            let rejected = try #require(answer.json["rejected"]?.array)
            #expect(
                rejected.compactMap { $0["filename"]?.string } == [
                    "cut.jpg", "one.png", "notes.jpg", "bomb.png", "drawing.svg", "empty.jpg", "huge.jpg",
                ])
            let words = ["cut off", "1 byte", "text", "too large", "SVG", "empty", "larger"]
            for (one, word) in zip(rejected, words) {
                #expect(one["reason"]?.string?.contains(word) == true, "\(one.text) should say \(word)")
            }
            #expect(await fixture.counts() == [2, 0, 0])
            #expect(try await fixture.blobs.list(after: nil, limit: 10).count == 2)
        }
    }

    @Test(arguments: Ground.available) func theSameBytesAreOneImage(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let bytes = try Pictures.jpeg(100, 100)
            let first = await fixture.upload([("a.jpg", bytes), ("b.jpg", bytes)])
            let id = try #require(first.json["uploaded"]?.array?[0]["image_id"]?.string)
            #expect(first.json["uploaded"]?.array?[1]["duplicate_of"]?.string == id)
            let again = await fixture.upload([("c.jpg", bytes)])
            #expect(again.status == 201)
            #expect(again.json["uploaded"]?.array?[0]["image_id"]?.string == id)
            #expect(await fixture.counts()[0] == 1)

            let other = await fixture.call(.post, "/api/projects", ["name": "Other", "task_type": "DETECTION"])
            let elsewhere = await fixture.upload(to: other.json["id"]?.string, [("a.jpg", bytes)])
            #expect(elsewhere.json["uploaded"]?.array?[0]["duplicate_of"] == nil)
            #expect(try await fixture.blobs.list(after: nil, limit: 10).count == 1)
        }
    }

    @Test func nothingThatCanBeTakenIs422WithEveryReason() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            let answer = await fixture.upload([("a.jpg", [1, 2]), ("b.jpg", Array("hello, hello, hello".utf8))])
            #expect(answer.status == 422)
            #expect(answer.json["errors"]?.array?.count == 2)
            #expect(answer.json["rejected"]?.array?.count == 2)
            #expect(await fixture.upload([]).status == 422)
            #expect(await fixture.counts()[0] == 0)
        }
    }

    @Test func aDeclared5GBIsRefusedBeforeTheBody() async throws {
        struct Untouchable: BodySource {
            func next() async throws -> [UInt8]? {
                Issue.record("the body was read")
                return nil
            }
        }
        try await ImageFixture.with(.laptop) { fixture in
            let answer = await fixture.call(
                .post, "/api/images/upload", headers: ["Content-Type": "multipart/form-data; boundary=xx"],
                body: RequestBody(Untouchable(), declaredLength: 5_000_000_000))
            #expect(answer.status == 413)
        }
    }

    @Test func formsThatNameNoProjectOrAreBrokenSaySo() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            func post(_ form: String) async -> TestResponse {
                await fixture.call(
                    .post, "/api/images/upload", headers: ["Content-Type": "multipart/form-data; boundary=xx"],
                    body: .bytes(Array(form.utf8)))
            }
            let file = "--xx\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.jpg\"\r\n\r\nx\r\n--xx--"
            #expect(await post(file).json["errors"]?.array?[0]["field"]?.string == "project_id")
            let wrong = await post("--xx\r\nContent-Disposition: form-data; name=project_id\r\n\r\nnonsense\r\n--xx--")
            #expect(wrong.status == 422)
            #expect(await post("--xx\r\nContent-Disposition: form-data; name=project_id\r\n\r\n\(fixture.project)\r\n--xx").status == 400)
            #expect(await fixture.call(.post, "/api/images/upload", headers: ["Content-Type": "text/plain"], body: .bytes([1])).status == 415)
        }
    }

    @Test func onlyAnnotatorsUpload() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            let files = [("a.jpg", try Pictures.jpeg(10, 10))]
            #expect(await fixture.upload("eve", files).status == 404)
            try await fixture.share(with: "bob", as: .viewer)
            #expect(await fixture.upload("bob", files).status == 403)
            let presign: JSON = ["project_id": .string(fixture.project), "filename": "a.jpg", "size": 5]
            #expect(await fixture.call("eve", .post, "/api/images/upload", presign).status == 404)
            #expect(await fixture.call("bob", .post, "/api/images/upload", presign).status == 403)
            let announced = await fixture.call(.post, "/api/images/upload", presign)
            let id = try #require(announced.json["presigned"]?.array?[0]["image_id"]?.string)
            #expect(await fixture.call("eve", .post, "/api/images/\(id)/complete").status == 404)
            #expect(await fixture.call("bob", .post, "/api/images/\(id)/complete").status == 403)
        }
    }

    /// Follows a presigned URL: through the router where Fovea serves it, else over the network.
    private func put(_ bytes: [UInt8], _ presigned: JSON, _ fixture: ImageFixture) async throws -> Int {
        let url = try #require(presigned["url"]?.string)
        guard fixture.blobs is S3Store else {
            let path = url.dropFirst("http://localhost:8000".count)
            return await fixture.router.test(.put, String(path), body: .bytes(bytes)).status
        }
        return try await curl(url, bytes)
    }

    @Test(arguments: Ground.available) func filesMayGoStraightToTheStore(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let bytes = try Pictures.jpeg(90, 70)
            let text = Array("no picture at all, but long enough".utf8)
            let announced = await fixture.call(
                .post, "/api/images/upload",
                [
                    "project_id": .string(fixture.project),
                    "files": [
                        ["filename": "a.jpg", "size": .int(Int64(bytes.count))], ["filename": "b.jpg", "size": .int(Int64(text.count))],
                        ["filename": "c.jpg", "size": .int(Int64(bytes.count))], ["filename": "d.jpg", "size": .int(Int64(bytes.count + 1))],
                    ],
                ])
            #expect(announced.status == 200)
            let presigned = try #require(announced.json["presigned"]?.array)
            func complete(_ index: Int) async -> TestResponse {
                await fixture.call(.post, "/api/images/\(presigned[index]["image_id"]?.string ?? "")/complete")
            }
            #expect(await complete(0).status == 409)
            for (index, content) in [bytes, text, bytes, bytes].enumerated() {
                #expect(try await (200...204).contains(put(content, presigned[index], fixture)))
            }
            let first = await complete(0)
            #expect(first.status == 200, "\(first.text)")
            #expect(first.json["image_id"] == presigned[0]["image_id"])
            #expect(first.json["width"]?.int == 90)
            #expect(await complete(0).json == first.json)
            let notAPicture = await complete(1)
            #expect(notAPicture.status == 415 && notAPicture.text.contains("text"))
            #expect(await complete(2).json["duplicate_of"] == presigned[0]["image_id"])
            let short = await complete(3)
            #expect(short.status == 422 && short.json["errors"]?.array?[0]["field"]?.string == "size")
            #expect(await fixture.counts()[0] == 1)
            let show = await fixture.call(.get, "/api/images/\(presigned[0]["image_id"]?.string ?? "")")
            #expect(show.json["filename"]?.string == "a.jpg")
        }
    }

    @Test func announcedFilesAreBounded() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            func announce(_ json: JSON) async -> TestResponse { await fixture.call(.post, "/api/images/upload", json) }
            let project: JSON = .string(fixture.project)
            let large = await announce(["project_id": project, "filename": "a.jpg", "size": 5_000_000_000])
            #expect(large.status == 422)
            let bare = await announce(["project_id": project])
            #expect(bare.json["errors"]?.array?.compactMap { $0["field"]?.string } == ["filename", "size"])
        }
    }

    @Test(arguments: Ground.available) func unfinishedUploadsAreSweptOnSchedule(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let announced = await fixture.call(
                .post, "/api/images/upload", ["project_id": .string(fixture.project), "filename": "a.jpg", "size": 3])
            #expect(try await (200...204).contains(put([1, 2, 3], try #require(announced.json["presigned"]?.array?[0]), fixture)))
            // Eight days later by the clock that the sweep goes by.
            let later = WallClock { Timestamp.now().advanced(by: .seconds(8 * 24 * 3600)) }
            let worker = Worker(
                database: fixture.database, queue: fixture.queue, log: JobLog(fixture.database, JobLogStore(fixture.blobs), fixture.events),
                handlers: [UploadSweep(database: fixture.database, blobs: fixture.blobs, clock: later)], schedules: [UploadSweep.schedule])
            let work = Task { await worker.run() }
            var result: JSON?
            while result == nil {
                try await Task.sleep(for: .milliseconds(20))
                result = try await fixture.database.read { connection in
                    try connection.first("SELECT result FROM jobs WHERE status = 'SUCCEEDED'") { try $0.optionalJSON(0) } ?? nil
                }
            }
            worker.stop()
            await work.value
            #expect(result?["swept"]?.int == 1)
            #expect(try await fixture.database.read { try $0.integer("SELECT count(*) FROM image_uploads") } == 0)
        }
    }

    @Test(arguments: Ground.available) func theJobReadsEXIFAndMakesThumbnails(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let answer = await fixture.upload([("on its side.jpg", try Pictures.rotated(600, 400)), ("b.png", try Pictures.png(30, 20))])
            let id = try #require(answer.json["uploaded"]?.array?[0]["image_id"]?.string)
            #expect(answer.json["uploaded"]?.array?[0]["width"]?.int == 400)
            let worker = Worker(
                database: fixture.database, queue: fixture.queue, log: JobLog(fixture.database, JobLogStore(fixture.blobs), fixture.events),
                handlers: fixture.images.handlers)
            let work = Task { await worker.run() }
            var job: JSON = .null
            while job["status"]?.string != "SUCCEEDED", job["status"]?.string != "FAILED" {
                try await Task.sleep(for: .milliseconds(20))
                job = try await fixture.database.read { connection in
                    try connection.first("SELECT status, result FROM jobs") { row in
                        ["status": .string(try row.text(0)), "result": try row.optionalJSON(1) ?? .null]
                    } ?? .null
                }
            }
            worker.stop()
            await work.value
            #expect(job["result"] == ["images": 2, "failed": []])
            let image = await fixture.call(.get, "/api/images/\(id)").json
            #expect(image["has_thumbnail"]?.bool == true)
            #expect(image["width"]?.int == 400 && image["height"]?.int == 600)
            let metadata = await fixture.call(.get, "/api/images/\(id)/metadata").json
            #expect(metadata["exif"]?["Make"]?.string == "Cam")
            let thumbnail = await fixture.call(.get, "/api/images/\(id)/thumbnail")
            let header = try ImageHeader.read(thumbnail.bytes)
            #expect(header.width == 341 && header.height == 512)
        }
    }
}

/// `curl -X PUT` of bytes; answers the status.
private func curl(_ url: String, _ bytes: [UInt8]) async throws -> Int {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-put-\(ID.make())")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
            process.arguments = [
                "-s", "-o", "/dev/null", "-w", "%{http_code}", "--noproxy", "*", "-X", "PUT", "-H", "Content-Type:", "--data-binary",
                "@\(file.path)", url,
            ]
            let output = Pipe()
            process.standardOutput = output
            do {
                try process.run()
                let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                continuation.resume(returning: Int(text) ?? 0)
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
