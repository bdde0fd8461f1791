import Core
import Foundation
import Glibc
import Testing

@testable import ObjectStorage

@Suite struct DirectoryStoreTests {
    private func damage(_ path: String, _ change: (inout Data) -> Void) throws {
        chmod(path, 0o640)
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        change(&data)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: data)
        try file.close()
    }

    @Test func damageIsNoticedNamedAndLoggedAndHealedByTheSameUpload() async throws {
        try await TestStore.with(.directory) { test in
            let store = try #require(test.directoryStore)
            let bytes = randomBytes(1_000_000)
            let blob = try await store.put(bytes)
            try damage(store.path(blob.digest)) { $0[600_000] ^= 1 }
            let stream = try await store.open(blob.digest)
            var received = 0
            let error = await #expect(throws: FoveaError.self) {
                for try await chunk in stream { received += chunk.count }
            }
            #expect(error?.kind == .internal)
            #expect(error?.message.contains(blob.digest.description) == true)
            #expect(received < bytes.count)
            #expect(test.logged.withLock { $0.contains { $0.contains("blob_damaged") && $0.contains(blob.digest.description) } })

            try await store.put(bytes)
            #expect(try await store.bytes(blob.digest) == bytes)
        }
    }

    @Test func aFileCutShortWhileItIsReadIsDamaged() async throws {
        try await TestStore.with(.directory) { test in
            let store = try #require(test.directoryStore)
            let blob = try await store.put(randomBytes(1_000_000))
            let stream = try await store.open(blob.digest)
            #expect(try await stream.next() != nil)
            #expect(truncate(store.path(blob.digest), 300_000) == 0)
            await #expect(throws: FoveaError.self) { while try await stream.next() != nil {} }
        }
    }

    @Test func blobsAreReadOnlyUnderTwoLevelsOfFolders() async throws {
        try await TestStore.with(.directory) { test in
            let blob = try await test.store.put(Array("abc".utf8))
            let path = "\(test.directory)/blobs/ba/78/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            #expect(try await test.store.localFile(blob.digest).path == path)
            let mode = try #require(Directories.status(path)).st_mode
            #expect(mode & 0o222 == 0)
        }
    }

    @Test func puttingAgainRenewsTheDate() async throws {
        try await TestStore.with(.directory) { test in
            let store = try #require(test.directoryStore)
            let blob = try await store.put([1])
            var old = [timeval(tv_sec: 1_000_000, tv_usec: 0), timeval(tv_sec: 1_000_000, tv_usec: 0)]
            #expect(utimes(store.path(blob.digest), &old) == 0)
            #expect(try await store.stat(blob.digest)?.modified == Timestamp(seconds: 1_000_000))
            try await store.put([1])
            #expect(try #require(await store.stat(blob.digest)).modified > Timestamp(seconds: 1_000_000))
        }
    }

    @Test func aFullDiskSaysSo() throws {
        // /dev/full answers every write as a full disk does.
        let file = try OpenFile("/dev/full", O_WRONLY)
        let error = #expect(throws: FoveaError.self) { try file.write([1, 2, 3]) }
        #expect(error?.kind == .unavailable)
        #expect(error?.message.contains("full") == true)
    }

    @Test func healthSaysWhatIsWrongAndRecovers() async throws {
        try await TestStore.with(.directory) { test in
            let aside = "\(test.directory)/elsewhere"
            try FileManager.default.moveItem(atPath: "\(test.directory)/staging", toPath: aside)
            await #expect(throws: FoveaError.self) { try await test.store.health() }
            try FileManager.default.moveItem(atPath: aside, toPath: "\(test.directory)/staging")
            try await test.store.health()
        }
    }
}
