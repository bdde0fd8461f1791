import Core
import Database
import Events
import JobQueue
import TestSupport

/// A queue over a fresh database, and a store for its logs in memory.
struct Bench: Sendable {
    let database: Database
    let events: Events
    let queue: JobQueue
    let log: JobLog
    let chunks: Lock<[Digest: [UInt8]]>

    init(_ database: Database) {
        self.database = database
        events = Events(database)
        queue = JobQueue(events)
        let chunks = Lock<[Digest: [UInt8]]>([:])
        self.chunks = chunks
        let store = JobLogStore(
            put: { bytes in
                let digest = SHA256.digest(bytes)
                chunks.withLock { $0[digest] = bytes }
                return digest
            },
            get: { digest in
                guard let bytes = chunks.withLock({ $0[digest] }) else { throw FoveaError.notFound("This chunk") }
                return bytes
            })
        log = JobLog(database, store, events)
    }

    static let migrations =
        EventsSchema.migrations + JobQueueSchema.migrations + [
            Migration(number: 999, name: "done", up: "CREATE TABLE done (job_id UUID NOT NULL PRIMARY KEY)", down: "DROP TABLE done")
        ]

    /// Quick leases, so that tests need not wait long.
    static let quick = WorkerOptions(
        lease: .seconds(2), heartbeat: .milliseconds(300), reapInterval: .milliseconds(100), flushInterval: .milliseconds(50),
        pollInterval: .milliseconds(200))

    func worker(_ handlers: [any JobHandler], schedules: [JobSchedule] = [], options: WorkerOptions = quick) -> Worker {
        Worker(database: database, queue: queue, log: log, handlers: handlers, schedules: schedules, options: options)
    }

    func job(_ id: ID) async throws -> Job? { try await database.read { [queue] in try queue.find($0, id) } }

    /// Waits until the job is in one of `statuses`.
    func wait(_ id: ID, for statuses: JobStatus...) async throws -> Job {
        while true {
            if let job = try await job(id), statuses.contains(job.status) { return job }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    func frames(_ id: ID, from offset: Int64 = 0) async throws -> [JSON] {
        try await log.read(id, from: offset, limit: 100_000)?.frames.map { try JSON.parse($0.json) } ?? []
    }
}

func withBench<Result>(_ engine: TestEngine, _ body: (Bench) async throws -> Result) async throws -> Result {
    try await withDatabase(engine, migrations: Bench.migrations) { database in
        let bench = Bench(database)
        try await bench.events.start()
        defer { bench.events.stop() }
        return try await body(bench)
    }
}

/// Runs `workers` while `body` runs.
func running<Result>(_ workers: Worker..., body: () async throws -> Result) async throws -> Result {
    let tasks = workers.map { worker in Task { await worker.run() } }
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    for worker in workers { worker.stop() }
    for task in tasks { await task.value }
    return try result.get()
}

/// A handler from a closure.
struct Doing: JobHandler {
    var kind = "work"
    var concurrency = 4
    let body: @Sendable (JobContext) async throws -> JobCompletion

    init(_ kind: String = "work", concurrency: Int = 4, _ body: @escaping @Sendable (JobContext) async throws -> JobCompletion) {
        self.kind = kind
        self.concurrency = concurrency
        self.body = body
    }

    func run(_ job: JobContext) async throws -> JobCompletion { try await body(job) }
}
