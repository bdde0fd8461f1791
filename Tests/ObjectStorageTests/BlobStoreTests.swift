import Core
import Foundation
import Testing

@testable import ObjectStorage

/// What every store promises, over each store.
@Suite struct BlobStoreTests {
    @Test(.enabled(if: S3Server.found != nil, S3Server.absent)) func bothStoresAreThere() {
        #expect(StoreKind.available.count == 2)
    }

    @Test(arguments: StoreKind.available) func bytesComeBackUnderTheirDigest(_ kind: StoreKind) async throws {
        try await TestStore.with(kind) { test in
            for size in [0, 1, 255, 256 << 10, (256 << 10) + 1, 3_000_000] {
                let bytes = randomBytes(size)
                let writer = try await test.store.stage()
                // In uneven pieces, as a socket gives them.
                var at = 0
                while at < size {
                    let end = min(size, at + Int.random(in: 1...200_000))
                    try await writer.write(Array(bytes[at..<end]))
                    at = end
                }
                let staged = try await writer.finish()
                #expect(staged.blob == Blob(digest: SHA256.digest(bytes), size: Int64(size)))
                #expect(try await !test.store.exists(staged.blob.digest))
                let blob = try await test.store.put(staged)
                #expect(try await test.store.size(blob.digest) == Int64(size))
                let stream = try await test.store.open(blob.digest)
                #expect(stream.size == Int64(size))
                #expect(try await stream.collect() == bytes)
                let file = try await test.store.localFile(blob.digest)
                #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: file.path))) == bytes)
            }
        }
    }

    @Test(arguments: StoreKind.available) func rangesAreHalfOpenAndClamped(_ kind: StoreKind) async throws {
        try await TestStore.with(kind) { test in
            let bytes = randomBytes(700_000)
            let digest = try await test.store.put(bytes).digest
            for range in [0..<1, 0..<700_000, 5..<300_005, 699_999..<700_000, 699_000..<900_000] as [Range<Int64>] {
                let stream = try await test.store.open(digest, range: range)
                let expected = Array(bytes[Int(range.lowerBound)..<min(bytes.count, Int(range.upperBound))])
                #expect(stream.count == Int64(expected.count))
                #expect(stream.size == 700_000)
                #expect(try await stream.collect() == expected)
            }
            for range in [700_000..<700_001, 800_000..<900_000, 5..<5, -3..<10] as [Range<Int64>] {
                let error = await #expect(throws: FoveaError.self) { _ = try await test.store.open(digest, range: range) }
                #expect(error?.kind == .rangeNotSatisfiable)
            }
        }
    }

    @Test(arguments: StoreKind.available) func whatIsNotThereIsNotFound(_ kind: StoreKind) async throws {
        try await TestStore.with(kind) { test in
            let digest = SHA256.digest("nowhere")
            #expect(try await test.store.stat(digest) == nil)
            try await test.store.delete(digest)
            for use in [
                { _ = try await test.store.open(digest) }, { _ = try await test.store.localFile(digest) },
                { _ = try await test.store.open(digest, range: 0..<1) },
                { _ = try await test.store.complete(.make(), maximumSize: 1) },
            ] as [() async throws -> Void] {
                let error = await #expect(throws: FoveaError.self) { try await use() }
                #expect(error?.kind == .notFound)
            }
            let blob = try await test.store.put([1, 2, 3])
            try await test.store.delete(blob.digest)
            #expect(try await !test.store.exists(blob.digest))
            await #expect(throws: FoveaError.self) { _ = try await test.store.localFile(blob.digest) }
        }
    }

    @Test(arguments: StoreKind.available) func nothingOfAnUnfinishedWriteIsSeen(_ kind: StoreKind) async throws {
        try await TestStore.with(kind) { test in
            let bytes = randomBytes(900_000)
            var writer: StagingWriter? = try await test.store.stage()
            try await writer?.write(bytes)
            #expect(try await test.store.list(after: nil, limit: 10).isEmpty)
            // Dropped, as by a client that went away.
            writer = nil
            let aborted = try await test.store.stage()
            try await aborted.write(bytes)
            await aborted.abort()
            let finished = try await test.store.stage()
            try await finished.write(bytes)
            try await finished.finish().discard()
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(test.directory)/staging").isEmpty)

            // A process that was killed leaves a file behind, which nothing reads and the sweep takes.
            let left = "\(test.directory)/staging/\(ID.make())"
            try Data(bytes).write(to: URL(fileURLWithPath: left))
            #expect(try await test.store.list(after: nil, limit: 10).isEmpty)
            #expect(try await test.store.sweepStaging(before: Timestamp.now().advanced(by: .seconds(-60))) == 0)
            #expect(try await test.store.sweepStaging(before: Timestamp.now().advanced(by: .seconds(60))) == 1)
            #expect(!FileManager.default.fileExists(atPath: left))
        }
    }

    @Test(arguments: StoreKind.available) func theLimitHoldsWhileBytesCome(_ kind: StoreKind) async throws {
        try await TestStore.with(kind) { test in
            let writer = try await test.store.stage(limit: 1000)
            try await writer.write(randomBytes(1000))
            let error = await #expect(throws: FoveaError.self) { try await writer.write([0]) }
            #expect(error?.kind == .tooLarge)
        }
    }

    @Test(arguments: StoreKind.available) func manyWritersOfTheSameBlobAgree(_ kind: StoreKind) async throws {
        try await TestStore.with(kind) { test in
            let bytes = randomBytes(400_000)
            let store = test.store
            let blobs = try await withThrowingTaskGroup(of: Blob.self) { group in
                for _ in 0..<6 { group.addTask { try await store.put(bytes) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(blobs).count == 1)
            #expect(try await store.list(after: nil, limit: 10).map(\.blob) == [blobs[0]])
            #expect(try await store.bytes(blobs[0].digest) == bytes)
        }
    }

    @Test(arguments: StoreKind.available) func listsInOrderFromAnywhere(_ kind: StoreKind) async throws {
        try await TestStore.with(kind) { test in
            var digests: [Digest] = []
            for index in 0..<12 { digests.append(try await test.store.put(Array("blob \(index)".utf8)).digest) }
            digests.sort()
            #expect(try await test.store.list(after: nil, limit: 100).map(\.blob.digest) == digests)
            var walked: [Digest] = []
            while true {
                let page = try await test.store.list(after: walked.last, limit: 5)
                walked += page.map(\.blob.digest)
                if page.count < 5 { break }
            }
            #expect(walked == digests)
            let modified = try #require(try await test.store.stat(digests[0])).modified
            #expect(abs((modified - Timestamp.now()).inSeconds) < 120)
        }
    }

    @Test(arguments: StoreKind.available) func aPresignedUploadBecomesABlobOnCompletion(_ kind: StoreKind) async throws {
        try await TestStore.with(kind) { test in
            let bytes = randomBytes(1_500_000)
            let key = StagingKey.make()
            let request = try test.store.presignPut(key, maximumSize: 2_000_000, expires: .seconds(600))
            #expect(request.method == "PUT")
            #expect(!request.url.lowercased().contains("content-type"))
            #expect(try await (200...201).contains(test.upload(bytes, request)))
            #expect(try await test.store.list(after: nil, limit: 10).isEmpty)
            let blob = try await test.store.complete(key, maximumSize: 2_000_000)
            #expect(blob == Blob(digest: SHA256.digest(bytes), size: Int64(bytes.count)))
            #expect(try await test.store.bytes(blob.digest) == bytes)

            // The URL still works, and changes nothing.
            #expect(try await (200...201).contains(test.upload(randomBytes(10), request)))
            #expect(try await test.store.bytes(blob.digest) == bytes)
            try await test.store.discard(key)
            let error = await #expect(throws: FoveaError.self) { _ = try await test.store.complete(key, maximumSize: 10) }
            #expect(error?.kind == .notFound)
        }
    }

    @Test(arguments: StoreKind.available) func anUploadPastTheLimitIsThrownAway(_ kind: StoreKind) async throws {
        try await TestStore.with(kind) { test in
            let key = StagingKey.make()
            let request = try test.store.presignPut(key, maximumSize: 5000, expires: .seconds(600))
            _ = try await test.upload(randomBytes(5000), request)
            let error = await #expect(throws: FoveaError.self) { _ = try await test.store.complete(key, maximumSize: 4999) }
            #expect(error?.kind == .tooLarge)
            let again = await #expect(throws: FoveaError.self) { _ = try await test.store.complete(key, maximumSize: 4999) }
            #expect(again?.kind == .notFound)
            #expect(try await test.store.list(after: nil, limit: 10).isEmpty)
        }
    }

    @Test(arguments: StoreKind.available) func healthIsWell(_ kind: StoreKind) async throws {
        try await TestStore.with(kind) { try await $0.store.health() }
    }
}
