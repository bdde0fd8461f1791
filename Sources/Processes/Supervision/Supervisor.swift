import Core
import Glibc

/// Keeps one child process alive by `Supervision`'s rules, until told to stop.
public actor Supervisor {
    /// Starts the child and answers once it is ready for use.
    public typealias Start = @Sendable () async throws -> ChildProcess

    public nonisolated let name: String
    private var supervision: Supervision
    private var child: ChildProcess?
    private var timer: Task<Void, Never>?
    private var stopWaiters: [CheckedContinuation<Void, Never>] = []
    private let start: Start
    private let grace: Duration
    private let clock: WallClock
    private let logger: Logger

    public init(
        name: String, policy: RestartPolicy = RestartPolicy(), grace: Duration = .seconds(5), clock: WallClock = .system,
        logger: Logger, start: @escaping Start
    ) {
        self.name = name
        self.supervision = Supervision(policy: policy)
        self.start = start
        self.grace = grace
        self.clock = clock
        self.logger = logger
    }

    public var state: Supervision.State { supervision.state }
    public var restarts: Int { supervision.restarts }
    public var pid: Int32? { child?.pid }

    /// Starts the child the first time; answers when that attempt has ended, well or not (it is then tried again).
    public func run() async {
        await perform(supervision.handle(.start, at: clock.now()))
    }

    /// Ends the child (SIGTERM, then SIGKILL after the grace) and starts no other.
    public func stop() async {
        await perform(supervision.handle(.stop, at: clock.now()))
        timer?.cancel()
        guard supervision.state != .stopped else { return }
        await withCheckedContinuation { stopWaiters.append($0) }
    }

    /// Kills the child as one that hangs: it is restarted by the rules.
    public func killChild() { child?.kill() }

    private func perform(_ action: Supervision.Action) async {
        switch action {
        case .startChild: await startChild()
        case .wake(let time): wake(at: time)
        case .terminateChild: terminateChild()
        case .nothing: break
        }
        if supervision.state == .stopped {
            for waiter in stopWaiters { waiter.resume() }
            stopWaiters = []
        }
    }

    private func startChild() async {
        do {
            let child = try await start()
            self.child = child
            logger.info("process started", ["process": .string(name), "pid": .int(Int64(child.pid))])
            await perform(supervision.handle(.started, at: clock.now()))
            Task { await self.ended(await child.wait(), of: child) }
        } catch {
            logger.error("process failed to start", ["process": .string(name), "reason": .string("\(error)")])
            await perform(supervision.handle(.failed, at: clock.now()))
        }
    }

    private func ended(_ status: ExitStatus, of child: ChildProcess) async {
        guard self.child === child else { return }
        self.child = nil
        let expected = supervision.state == .stopping
        logger.log(
            expected ? .info : .error, "process ended",
            ["process": .string(name), "pid": .int(Int64(child.pid)), "status": .string(status.description)])
        await perform(supervision.handle(.ended, at: clock.now()))
    }

    private func wake(at time: Timestamp) {
        timer?.cancel()
        let delay = time - clock.now()
        timer = Task {
            try? await Task.sleep(for: delay < .zero ? .zero : delay)
            if !Task.isCancelled { await self.tick() }
        }
    }

    private func tick() async { await perform(supervision.handle(.tick, at: clock.now())) }

    private func terminateChild() {
        guard let child else { return }
        let grace = self.grace
        Task { await child.terminate(grace: grace) }
    }
}
