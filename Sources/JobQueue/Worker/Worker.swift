import Core
import Database
import Events

/// Does jobs: takes what is due as far as each kind's concurrency allows, keeps the leases alive, writes logs and progress,
/// obeys cancellation and deadlines, and ends each job under its fencing token. It also looks after dead workers' jobs and
/// enqueues what is scheduled; any number of workers may run.
public final class Worker: Sendable {
    public let id = ID.make()
    let database: Database
    let queue: JobQueue
    let log: JobLog
    let handlers: [String: any JobHandler]
    let schedules: [JobSchedule]
    let options: WorkerOptions
    let logger: Logger

    private let running = Lock<[ID: Running]>([:])
    private let stopping = Lock(false)
    private var topic: String { "worker:\(id)" }

    struct Running: Sendable {
        let context: JobContext
        let task: Task<Void, Never>
    }

    public init(
        database: Database, queue: JobQueue, log: JobLog, handlers: [any JobHandler], schedules: [JobSchedule] = [],
        options: WorkerOptions = WorkerOptions(), logger: Logger = .silent
    ) {
        self.database = database
        self.queue = queue
        self.log = log
        self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.kind, $0) })
        self.schedules = schedules
        self.options = options
        self.logger = logger
    }

    /// Works until `stop()` or until the task is cancelled; then gives back what it had not finished and returns.
    public func run() async {
        let changes = queue.events.subscribe([JobQueue.workersTopic, topic], buffer: 64)
        let housekeeping = [
            Task { await every(options.heartbeat) { await self.heartbeat() } },
            Task { await every(options.flushInterval) { await self.flush() } },
            Task { await self.reap() },
        ]
        logger.info("worker.started", ["worker": .string(id.description), "kinds": .array(handlers.keys.sorted().map { .string($0) })])
        await withTaskCancellationHandler {
            while !isStopping {
                let took = await claim()
                if !took, !isStopping { await wait(changes) }
            }
        } onCancel: {
            stop()
        }
        let left: [Running] = running.withLock { Array($0.values) }
        for job in left { job.context.stop(.shutdown) }
        for job in left { await job.task.value }
        for task in housekeeping { task.cancel() }
        logger.info("worker.stopped", ["worker": .string(id.description)])
    }

    /// Takes no more jobs, gives back those at work, and lets `run` return.
    public func stop() {
        stopping.withLock { $0 = true }
        queue.events.publishHere(Event(topic, "stop"))
    }

    private var isStopping: Bool { stopping.withLock { $0 } }

    /// Jobs at work.
    public var activeCount: Int { running.withLock { $0.count } }

    var contexts: [JobContext] { running.withLock { $0.values.map(\.context) } }

    /// For an event that may mean work; cancellations are obeyed on the way.
    private func wait(_ changes: Subscription) async {
        let deadline = ContinuousClock.now + options.pollInterval
        while !isStopping {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return }
            guard let event = await changes.next(within: left) else {
                // Without events (they have been stopped) it still only looks now and then.
                if changes.isEnded, !isStopping { try? await Task.sleep(for: left) }
                return
            }
            switch event.kind {
            case "cancel": cancel(event.body)
            case "queued":
                if let kind = event.body.string, handlers[kind] == nil { continue }
                return
            default: return
            }
        }
    }

    private func cancel(_ body: JSON) {
        guard let text = body.string, let id = ID(text) else { return }
        running.withLock { $0[id]?.context }?.stop(.cancelRequested)
    }

    // MARK: taking

    private func claim() async -> Bool {
        let busy: [String: Int] = running.withLock { running in
            Dictionary(running.values.map { ($0.context.lease.kind, 1) }, uniquingKeysWith: +)
        }
        let free = handlers.values.map { (kind: $0.kind, limit: $0.concurrency - (busy[$0.kind] ?? 0)) }.filter { $0.limit > 0 }
        guard !free.isEmpty else { return false }
        do {
            // SQLite: looking first keeps idle workers from standing in the writers' queue.
            if database.dialect == .sqlite {
                let kinds = free.map(\.kind)
                guard try await database.read({ [queue] in try queue.hasWork($0, kinds: kinds) }) else { return false }
            }
            let (queue, id, lease) = (queue, id, options.lease)
            let leases = try await database.write { try queue.claim($0, owner: id, kinds: free, lease: lease) }
            for lease in leases { start(lease) }
            return !leases.isEmpty
        } catch {
            logger.warning("worker.claim_failed", ["reason": .string("\(error)")])
            return false
        }
    }

    private func start(_ lease: JobLease) {
        guard let handler = handlers[lease.kind] else { return }
        let context = JobContext(lease)
        running.withLock { running in
            let task = Task {
                await Logger.$context.withValue([("job", .string(lease.id.description)), ("kind", .string(lease.kind))]) {
                    await self.perform(context, handler)
                }
                self.forget(lease)
                self.queue.events.publishHere(Event(self.topic, "freed"))
            }
            running[lease.id] = Running(context: context, task: task)
        }
    }

    /// Not when the same job is here again already, in its next attempt.
    private func forget(_ lease: JobLease) {
        running.withLock { running in
            if running[lease.id]?.context.lease.fence == lease.fence { running[lease.id] = nil }
        }
    }
}

/// Calls `body` again and again until the task is cancelled.
func every(_ interval: Duration, _ body: () async -> Void) async {
    while !Task.isCancelled {
        try? await Task.sleep(for: interval)
        if !Task.isCancelled { await body() }
    }
}
