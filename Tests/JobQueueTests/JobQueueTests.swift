import Core
import Database
import Events
import Testing
import TestSupport

@testable import JobQueue

@Suite struct JobQueueTests {
    private func take(_ bench: Bench, _ limit: Int = 1, lease: Duration = .seconds(10)) async throws -> [JobLease] {
        try await bench.database.write { [bench] in
            try bench.queue.claim($0, owner: .make(), kinds: [("work", limit)], lease: lease)
        }
    }

    private func add(_ bench: Bench, _ job: NewJob) async throws -> ID {
        try await bench.database.write { [bench] in try bench.queue.enqueue($0, job) }
    }

    @Test(arguments: TestEngine.available) func urgentFirstThenOldest(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let first = try await add(bench, NewJob(kind: "work", title: "1"))
            let second = try await add(bench, NewJob(kind: "work", title: "2"))
            let urgent = try await add(bench, NewJob(kind: "work", title: "3", priority: 5))
            _ = try await add(bench, NewJob(kind: "work", title: "later", priority: 9, delay: .seconds(600)))
            _ = try await add(bench, NewJob(kind: "other", title: "of another kind", priority: 9))
            _ = try await add(bench, NewJob(kind: "work", title: "uploading", priority: 9, isUploading: true))
            let leases = try await take(bench, 10)
            #expect(leases.map(\.id) == [urgent, first, second])
            #expect(try await take(bench).isEmpty)
        }
    }

    @Test(arguments: TestEngine.available) func manyAtOnce(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let jobs = (0..<250).map { NewJob(kind: "work", title: "\($0)", payload: ["n": .int(Int64($0))]) }
            try await bench.database.write { [bench] in try bench.queue.enqueue($0, jobs) }
            let leases = try await take(bench, 200)
            #expect(leases.count == 200 && leases[7].payload["n"] == .int(7) && leases[7].title == "7")
            let statuses = try await bench.database.write { [bench] in
                try bench.queue.finish($0, leases.map { ($0, .succeeded(result: .null)) })
            }
            #expect(statuses.count == 200 && statuses.values.allSatisfy { $0 == .succeeded })
            let counts = try await bench.database.read { [bench] in try bench.queue.counts($0) }
            #expect(counts.map { "\($0.status.rawValue) \($0.count)" }.sorted() == ["QUEUED 50", "SUCCEEDED 200"])
        }
    }

    @Test(arguments: TestEngine.available) func whatIsFencedWritesNothing(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let id = try await add(bench, NewJob(kind: "work", title: "t"))
            // A lease that is over before it began: the database's clock decides, nobody waits.
            let old = try #require(try await take(bench, lease: .seconds(-1)).first)
            let expired = try await bench.database.write { [bench] in try bench.queue.expire($0) }
            #expect(expired.map(\.id) == [id] && expired.map(\.status) == [.queued])
            let new = try #require(try await take(bench).first)
            #expect(new.fence == old.fence + 1 && new.attempt == 2)
            await #expect(throws: JobRefusal.fenced) {
                try await bench.database.write { [bench] c throws in
                    try bench.queue.finish(c, old, .succeeded(result: "old"))
                    try c.execute("INSERT INTO done (job_id) VALUES ($1)", id)
                }
            }
            let renewals = try await bench.database.write { [bench] in
                try bench.queue.renew($0, [(id, old.fence)], lease: .seconds(10))
            }
            #expect(renewals == [id: .lost])
            #expect(try await bench.log.append([(old, [.log("late")], nil)]) == [id: false])
            try await bench.database.write { [bench] c throws in
                try bench.queue.finish(c, new, .succeeded(result: "new"))
                try c.execute("INSERT INTO done (job_id) VALUES ($1)", id)
            }
            let job = try #require(try await bench.job(id))
            #expect(job.status == .succeeded && job.result.text == "\"new\"" && job.progress == 1)
            let late = try await bench.frames(id).contains { $0["data"]?["text"] == "late" }
            #expect(!late)
        }
    }

    @Test(arguments: TestEngine.available) func aWorkerIsGivenUpAfterEveryAttempt(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let id = try await add(bench, NewJob(kind: "work", title: "t", maxAttempts: 2))
            for _ in 0..<2 {
                #expect(try await take(bench, lease: .seconds(-1)).count == 1)
                _ = try await bench.database.write { [bench] in try bench.queue.expire($0) }
            }
            let job = try #require(try await bench.job(id))
            #expect(job.status == .failed && job.errorMessage?.contains("2 attempts") == true)
            try await bench.database.write { [bench] in try bench.queue.retry($0, id) }
            #expect(try await take(bench).count == 1)
        }
    }

    @Test(arguments: TestEngine.available) func peopleCancelAndRetry(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let id = try await add(bench, NewJob(kind: "work", title: "t"))
            try await bench.database.write { [bench] in try bench.queue.cancel($0, id) }
            #expect(try await bench.job(id)?.status == .cancelled)
            #expect(try await take(bench).isEmpty)
            let refused = await #expect(throws: FoveaError.self) { try await bench.database.write { [bench] in try bench.queue.cancel($0, id) } }
            #expect(refused?.kind == .conflict)
            try await bench.database.write { [bench] in try bench.queue.retry($0, id) }
            let lease = try #require(try await take(bench).first)
            try await bench.database.write { [bench] in try bench.queue.cancel($0, id) }
            #expect(try await bench.job(id)?.status == .running)
            let renewals = try await bench.database.write { [bench] in try bench.queue.renew($0, [(id, lease.fence)], lease: .seconds(10)) }
            #expect(renewals == [id: .cancelRequested])
            try await bench.database.write { [bench] in _ = try bench.queue.finish($0, lease, .cancelled) }
            #expect(try await bench.frames(id).compactMap { $0["data"]?["status"]?.string } == ["CANCELLED", "QUEUED", "RUNNING", "CANCELLED"])
            let missing = await #expect(throws: FoveaError.self) { try await bench.database.write { [bench] in try bench.queue.cancel($0, .make()) } }
            #expect(missing?.kind == .notFound)
        }
    }

    @Test(arguments: TestEngine.available) func listsShowWhatTheViewerMaySee(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let (me, project) = (ID.make(), ID.make())
            let mine = try await add(bench, NewJob(kind: "inference", title: "mine", userID: me))
            let shared = try await add(bench, NewJob(kind: "training", title: "shared", projectID: project, userID: .make()))
            let other = try await add(bench, NewJob(kind: "training", title: "other", projectID: .make(), userID: .make()))
            func list(_ filter: JobQueue.Filter, before: ID? = nil) async throws -> [ID] {
                try await bench.database.read { [bench] in try bench.queue.list($0, filter, limit: 10, before: before).map(\.id) }
            }
            #expect(try await list(.init()) == [other, shared, mine])
            #expect(try await list(.init(viewer: me, visibleProjects: [project])) == [shared, mine])
            #expect(try await list(.init(viewer: me, visibleProjects: [])) == [mine])
            #expect(try await list(.init(kind: "training", viewer: me, visibleProjects: [project])) == [shared])
            #expect(try await list(.init(projectID: project)) == [shared])
            #expect(try await list(.init(status: .queued), before: shared) == [mine])
        }
    }

    @Test(arguments: TestEngine.available) func schedulesRunOnceForAllWorkers(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let schedules = [JobSchedule("sweep", every: .seconds(3600)) { NewJob(kind: "work", title: "sweep") }]
            let due = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<4 { group.addTask { try await bench.database.write { [bench] in try bench.queue.enqueueDue($0, schedules) } } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(due == ["sweep"])
            let isDue: Bool = try await bench.database.read { [bench] in try bench.queue.isAnyDue($0, schedules) }
            #expect(!isDue)
            #expect(try await take(bench, 10).count == 1)
        }
    }

    @Test(arguments: TestEngine.available) func hotQueriesUseTheirIndex(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            try await bench.database.read { c throws in
                let claim = try c.plan(JobQueue.claimable(c.dialect), "work", 1).joined(separator: "\n")
                #expect(claim.contains("jobs_due"), "\(claim)")
                let expired = try c.plan(
                    "SELECT id FROM jobs WHERE status = 'RUNNING' AND lease_expires < (SELECT \(c.dialect.now)) ORDER BY lease_expires LIMIT 100")
                #expect(expired.joined().contains("jobs_leased"), "\(expired)")
                for (filter, index) in [
                    (JobQueue.Filter(kind: "training"), "jobs_by_kind"), (.init(projectID: .make()), "jobs_by_project"),
                ] {
                    let (sql, values) = JobQueue.listing(c.dialect, filter, limit: 50, before: .make())
                    let text = try c.plan(sql, values: values).joined(separator: "\n")
                    #expect(text.contains(index), "\(text)")
                }
            }
        }
    }

    @Test(arguments: TestEngine.available) func theSchemaIsWhatTheCodeExpects(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let differences = try await bench.database.read { try SchemaInspector.differences(JobQueueSchema.tables, $0) }
            #expect(differences == [])
        }
    }
}
