// How many empty jobs go through the queue: `job-bench DATABASE_URL [JOBS]`, on an empty database. One JSON line on standard output.
import Core
import Database
import Events
import JobQueue

@main struct JobBench {
    static func main() async throws {
        guard CommandLine.arguments.count > 1 else { throw FoveaError(.invalid, "job-bench DATABASE_URL [JOBS]") }
        let count = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 4000 : 4000
        let database = try Database(DatabaseURL(CommandLine.arguments[1], dataDirectory: "."))
        try await Migrator(database, EventsSchema.migrations + JobQueueSchema.migrations).up()
        let events = Events(database)
        try await events.start()
        let bench = JobBench(database: database, queue: JobQueue(events), events: events)
        let single = try await bench.throughput(count, batch: 1, tasks: 8)
        let batched = try await bench.throughput(count * 5, batch: 500, tasks: 2)
        let starts = try await bench.starts(perSecond: 250, seconds: 4)
        let answer: JSON = [
            "engine": .string(database.dialect.rawValue), "one_by_one_per_second": .double(single.rounded()),
            "batched_per_second": .double(batched.rounded()), "start_ms_p50_at_250_per_second": .double(starts.p50),
            "start_ms_p95_at_250_per_second": .double(starts.p95),
        ]
        print(answer.text)
        events.stop()
        database.close()
    }

    let database: Database
    let queue: JobQueue
    let events: Events

    /// Jobs a second, each claimed and finished in a transaction, `batch` to a transaction.
    func throughput(_ count: Int, batch: Int, tasks: Int) async throws -> Double {
        let queue = queue
        try await database.write { connection in
            try queue.enqueue(connection, (0..<count).map { NewJob(kind: "empty", title: "\($0)") })
        }
        let watch = Stopwatch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    let owner = ID.make()
                    while true {
                        let leases = try await database.write {
                            try queue.claim($0, owner: owner, kinds: [("empty", batch)], lease: .seconds(60))
                        }
                        if leases.isEmpty { return }
                        _ = try await database.write { connection in
                            try queue.finish(connection, leases.map { ($0, .succeeded(result: .null)) })
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        return Double(count) / watch.elapsed.inSeconds
    }

    /// Milliseconds from the commit of a job to its start in a worker, at a steady rate.
    func starts(perSecond rate: Int, seconds: Int) async throws -> (p50: Double, p95: Double) {
        let store = JobLogStore(put: { SHA256.digest($0) }, get: { _ in [] })
        let clock = ContinuousClock()
        let delays = Lock<[Double]>([])
        let enqueued = Lock<[ID: ContinuousClock.Instant]>([:])
        let handler = Starting { id in
            let begun = clock.now
            if let since = enqueued.withLock({ $0[id] }) { delays.withLock { $0.append(since.duration(to: begun).inMilliseconds) } }
        }
        let worker = Worker(database: database, queue: queue, log: JobLog(database, store, events), handlers: [handler])
        let running = Task { await worker.run() }
        let queue = queue
        for index in 0..<rate * seconds {
            let id = ID.make()
            enqueued.withLock { $0[id] = clock.now }
            try await database.write { _ = try queue.enqueue($0, NewJob(id: id, kind: "starting", title: "\(index)")) }
            enqueued.withLock { $0[id] = clock.now }
            try await Task.sleep(for: .microseconds(1_000_000 / rate))
        }
        while delays.withLock({ $0.count }) < rate * seconds { try await Task.sleep(for: .milliseconds(10)) }
        worker.stop()
        await running.value
        let sorted = delays.withLock { $0.sorted() }
        return (sorted[sorted.count / 2], sorted[sorted.count * 95 / 100])
    }
}

struct Starting: JobHandler {
    let kind = "starting"
    let concurrency = 16
    let begun: @Sendable (ID) -> Void

    func run(_ job: JobContext) async throws -> JobCompletion {
        begun(job.id)
        return JobCompletion()
    }
}
