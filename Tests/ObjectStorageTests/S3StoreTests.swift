import Core
import Foundation
import Testing

@testable import ObjectStorage

@Suite(.enabled(if: S3Server.found != nil, S3Server.absent)) struct S3StoreTests {
    private func objects(_ store: S3Store, _ query: [(String, String)] = [("list-type", "2")]) async throws -> String {
        try await store.client.send(S3Request(method: "GET", query: query)).text
    }

    @Test func largeObjectsGoAndComeInParts() async throws {
        try await TestStore.with(.s3) { test in
            let store = try #require(test.s3Store)
            let bytes = randomBytes((35 << 20) + 12_345)
            let blob = try await store.put(bytes)
            #expect(try await store.size(blob.digest) == Int64(bytes.count))
            // S3 marks what came in parts in the ETag.
            let head = try await store.client.send(S3Request(method: "HEAD", key: store.key(blob.digest)))
            #expect(head.headers["etag"]?.contains("-3") == true)
            let hash = SHA256()
            var received = 0
            var largest = 0
            for try await chunk in try await store.open(blob.digest) {
                hash.update(chunk)
                received += chunk.count
                largest = max(largest, chunk.count)
            }
            #expect(received == bytes.count)
            #expect(hash.finish() == blob.digest)
            #expect(largest <= CurlTransfer.window)
            let middle = try await store.open(blob.digest, range: (16 << 20) - 5..<(16 << 20) + 5).collect()
            #expect(middle == Array(bytes[(16 << 20) - 5..<(16 << 20) + 5]))
            #expect(try await !objects(store, [("uploads", "")]).contains("<UploadId>"))
        }
    }

    @Test func aFailedPartLeavesNothing() async throws {
        struct Refused: Error {}
        try await TestStore.with(.s3) { test in
            let store = try #require(test.s3Store)
            let plan = PartPlan(size: 40 << 20, part: 10 << 20, limit: 100)
            await #expect(throws: Refused.self) {
                try await store.inParts(to: "blobs/x", plan: plan) { _, number, _ in
                    if number == 3 { throw Refused() }
                    return "tag"
                }
            }
            #expect(try await !objects(store, [("uploads", "")]).contains("<UploadId>"))
            #expect(try await !objects(store).contains("<Key>"))
        }
    }

    @Test func uploadsThatACrashLeftAreAborted() async throws {
        try await TestStore.with(.s3) { test in
            let store = try #require(test.s3Store)
            _ = try await store.client.send(S3Request(method: "POST", key: "blobs/x", query: [("uploads", "")], body: .bytes([])))
            _ = try await store.client.send(S3Request(method: "PUT", key: "staging/\(ID.make())", body: .bytes([1])))
            _ = try await store.client.send(S3Request(method: "PUT", key: "verifying/\(ID.make())", body: .bytes([1])))
            #expect(try await objects(store, [("uploads", "")]).contains("<UploadId>"))
            #expect(try await store.sweepStaging(before: Timestamp.now().advanced(by: .seconds(-600))) == 0)
            #expect(try await store.sweepStaging(before: Timestamp.now().advanced(by: .seconds(600))) == 3)
            #expect(try await !objects(store, [("uploads", "")]).contains("<UploadId>"))
            #expect(try await !objects(store).contains("<Key>"))
        }
    }

    @Test func largeUploadsAreCopiedInParts() async throws {
        // The protocol's 5 GiB brought down to what a test can carry.
        try await TestStore.with(
            .s3,
            adjust: {
                $0.limits.singleCopy = 6 << 20; $0.limits.copyPart = 5 << 20
            }
        ) { test in
            let bytes = randomBytes((11 << 20) + 3)
            let key = StagingKey.make()
            let request = try test.store.presignPut(key, maximumSize: 1 << 30, expires: .seconds(600))
            #expect(try await test.upload(bytes, request) == 200)
            let blob = try await test.store.complete(key, maximumSize: 1 << 30)
            #expect(blob == Blob(digest: SHA256.digest(bytes), size: Int64(bytes.count)))
            let store = try #require(test.s3Store)
            #expect(try await SHA256.digest(store.open(blob.digest).collect()) == blob.digest)
            let listing = try await objects(store)
            #expect(!listing.contains("staging/") && !listing.contains("verifying/"))
        }
    }

    @Test func aURLWorksOnlyAsItWasSigned() async throws {
        try await TestStore.with(.s3) { test in
            let store = try #require(test.s3Store)
            let bytes = randomBytes(1000)
            let blob = try await store.put(bytes)
            let file = ServedFile(contentType: "image/png", disposition: .inline, filename: "ü.png")
            let get = try store.presignGet(blob.digest, as: file, expires: .seconds(600))
            let answer = try await HTTP.send("GET", get.url)
            #expect(answer.status == 200)
            #expect(answer.body == bytes)
            #expect(answer.headers["content-type"] == "image/png")
            #expect(answer.headers["content-disposition"] == file.contentDisposition)
            #expect(try await HTTP.send("GET", get.url, headers: ["Range: bytes=10-19"]).body == Array(bytes[10..<20]))

            #expect(try await HTTP.send("PUT", get.url, body: [1]).status == 403)
            #expect(try await HTTP.send("DELETE", get.url).status == 403)
            let other = get.url.replacingOccurrences(of: blob.digest.description, with: SHA256.digest("x").description)
            #expect(try await HTTP.send("GET", other).status == 403)
            let longer = get.url.replacingOccurrences(of: "X-Amz-Expires=600", with: "X-Amz-Expires=700")
            #expect(try await HTTP.send("GET", longer).status == 403)

            var settings = store.settings
            settings.secretKey = "wrong"
            let wrong = S3Store(settings, cache: test.directory, logger: .silent)
            #expect(try await HTTP.send("GET", wrong.presignGet(blob.digest, as: file, expires: .seconds(600)).url).status == 403)
            let past = S3Store(
                store.settings, cache: test.directory, logger: .silent,
                clock: WallClock { Timestamp.now().advanced(by: .seconds(-700)) })
            #expect(try await HTTP.send("GET", past.presignGet(blob.digest, as: file, expires: .seconds(600)).url).status == 403)
            #expect(try await store.bytes(blob.digest) == bytes)
        }
    }

    @Test func wrongKeysAreTheOperatorsToMend() async throws {
        try await TestStore.with(.s3) { test in
            var settings = try #require(test.s3Store).settings
            settings.secretKey = "wrong"
            let wrong = S3Store(settings, cache: test.directory, logger: .silent)
            let error = await #expect(throws: FoveaError.self) { try await wrong.health() }
            #expect(error?.kind == .unavailable)
            #expect(error?.message.contains("S3_SECRET_KEY") == true)
            #expect(error?.message.contains("wrong") == false)
        }
    }

    @Test func damageIsNoticedNamedAndLogged() async throws {
        try await TestStore.with(.s3) { test in
            let store = try #require(test.s3Store)
            let digest = SHA256.digest("what should be there")
            let put = S3Request(method: "PUT", key: store.key(digest), body: .bytes(Array("what is not there".utf8)))
            _ = try await store.client.send(put)
            let stream = try await store.open(digest)
            let error = await #expect(throws: FoveaError.self) { _ = try await stream.collect() }
            #expect(error?.kind == .internal)
            #expect(error?.message.contains(digest.description) == true)
            #expect(test.logged.withLock { $0.contains { $0.contains("blob_damaged") } })
            await #expect(throws: FoveaError.self) { _ = try await store.localFile(digest) }
        }
    }

    @Test func theLocalCacheKeepsWithinItsLimitAndSparesWhatIsInUse() async throws {
        try await TestStore.with(.s3, cacheLimit: 1_000_000) { test in
            let store = test.store
            func cached() throws -> Int {
                try FileManager.default.contentsOfDirectory(atPath: "\(test.directory)/files").count
            }
            let first = try await store.put(randomBytes(300_000))
            let held = try await store.localFile(first.digest)
            for _ in 0..<5 { try await store.put(randomBytes(300_000)) }
            #expect(try cached() <= 4)
            #expect(FileManager.default.fileExists(atPath: held.path))
            let all = try await store.list(after: nil, limit: 10)
            #expect(all.count == 6)
            for stored in all {
                let file = try await store.localFile(stored.blob.digest)
                let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file.path)))
                #expect(SHA256.digest(bytes) == stored.blob.digest)
            }
        }
    }

    @Test func aBrokenDownloadGoesOnWhereItStopped() async throws {
        try await TestStore.with(.s3) { test in
            let store = try #require(test.s3Store)
            let bytes = randomBytes(9_000_000)
            let blob = try await store.put(bytes)
            let target = try #require(store.settings.endpoint.host.split(separator: ":").last.flatMap { Int($0) })
            let proxy = try CuttingProxy(port: target, bytes: 2_000_000, times: 3)
            var settings = store.settings
            settings.endpoint = try S3Endpoint("http://127.0.0.1:\(proxy.port)", setting: "S3_ENDPOINT")
            let through = S3Store(settings, cache: test.directory, logger: .silent)
            #expect(try await SHA256.digest(through.open(blob.digest).collect()) == blob.digest)
            try await proxy.stop()

            // The store is away: the caller is told to come back.
            let error = await #expect(throws: FoveaError.self) { try await through.health() }
            #expect(error?.kind == .unavailable)
            #expect(error?.retryAfter != nil)
        }
    }
}

/// Tests/support/cutting_proxy.py.
private final class CuttingProxy {
    private let process = Process()
    private let input = Pipe()
    let port: Int

    init(port target: Int, bytes: Int, times: Int) throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("support/cutting_proxy.py").path
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [script, "\(target)", "\(bytes)", "\(times)"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    func stop() async throws {
        kill(process.processIdentifier, SIGKILL)
        // Not `waitUntilExit`, which spins on a thread without a run loop.
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    }

    deinit { kill(process.processIdentifier, SIGKILL) }
}
