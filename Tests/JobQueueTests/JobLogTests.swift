import Core
import Database
import Testing
import TestSupport

@testable import JobQueue

@Suite struct JobLogTests {
    private func lease(_ bench: Bench) async throws -> JobLease {
        try await bench.database.write { [bench] in _ = try bench.queue.enqueue($0, NewJob(kind: "work", title: "t")) }
        let leases: [JobLease] = try await bench.database.write { [bench] in
            try bench.queue.claim($0, owner: .make(), kinds: [("work", 1)], lease: .seconds(60))
        }
        return try #require(leases.first)
    }

    @Test(arguments: TestEngine.available) func framesAreNumberedAndReadFromAnyOffset(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let lease = try await lease(bench)
            for batch in 0..<5 {
                let drafts = (0..<10).map { JobFrame.Draft.log("line \(batch * 10 + $0) \u{1F600}\n\"", stream: .stdout) }
                #expect(try await bench.log.append([(lease, drafts, (0.5, "half"))]) == [lease.id: true])
            }
            let slice = try #require(try await bench.log.read(lease.id, from: 17, limit: 20))
            #expect(slice.frames.map(\.offset) == Array(17..<37) && slice.nextOffset == 37 && slice.hasMore)
            let frame = try JSON.parse(slice.frames[0].json)
            #expect(frame["offset"] == .int(17) && frame["type"] == "log" && frame["data"]?["text"] == "line 17 \u{1F600}\n\"")
            #expect(try await bench.log.read(lease.id, from: 1000)?.frames.isEmpty == true)
            #expect(try await bench.log.read(.make(), from: 0) == nil)
            #expect(try await bench.job(lease.id)?.progressMessage == "half")
        }
    }

    @Test(arguments: TestEngine.available) func longLogsBecomeChunks(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let lease = try await lease(bench)
            let text = String(repeating: "x", count: 1000)
            for batch in 0..<9 {
                let drafts = (0..<100).map { JobFrame.Draft.log("\(batch * 100 + $0) \(text)") }
                _ = try await bench.log.append([(lease, drafts, nil)])
                try await bench.log.compact(lease.id, ended: false)
            }
            #expect(bench.chunks.withLock { $0.count } == 3)
            try await bench.database.write { [bench] in _ = try bench.queue.finish($0, lease, .succeeded(result: .null)) }
            try await bench.log.compact(lease.id, ended: true)
            var seen: [Int64] = []
            try await bench.log.follow(lease.id, from: 250) { seen.append($0.offset) }
            #expect(seen == Array(250...900))
            let rows = try await bench.database.read { try $0.integer("SELECT count(*) FROM job_frames") }
            #expect(rows == 1)
        }
    }

    /// A reader that comes and goes while the log grows sees each frame once, in order, and the end.
    @Test(arguments: TestEngine.available) func aFollowerLosesNothing(_ engine: TestEngine) async throws {
        struct Gone: Error {}
        try await withBench(engine) { bench in
            let lease = try await lease(bench)
            async let reading: [Int64] = {
                var seen: [Int64] = []
                while true {
                    var budget = 7
                    do {
                        try await bench.log.follow(lease.id, from: Int64(seen.count)) { frame in
                            if budget == 0 { throw Gone() }
                            budget -= 1
                            seen.append(frame.offset)
                        }
                        return seen
                    } catch is Gone { continue }
                }
            }()
            for index in 0..<30 { _ = try await bench.log.append([(lease, [.log("\(index)")], nil)]) }
            try await bench.database.write { [bench] in _ = try bench.queue.finish($0, lease, .failed(message: "no", retry: false)) }
            #expect(try await reading == Array(0..<31))
        }
    }

    @Test func longLinesAreCutAndNulsReplaced() {
        let long = JobFrame.Draft.log(String(repeating: "é", count: 20000))
        #expect((long.data["text"]?.string?.utf8.count ?? 0) <= 16384 + 3)
        #expect(JobFrame.Draft.log("a\u{0}b").data["text"] == "a\u{FFFD}b")
    }
}
