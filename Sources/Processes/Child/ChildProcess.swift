import CProcess
import Core
import Glibc

/// A running child process: its pipes as lines, its end as a value, its whole process group under one signal.
///
/// When the child ends, what is left of its group is killed before its number can be used again, so nothing outlives it.
public final class ChildProcess: Sendable {
    public let pid: Int32
    public let group: Bool
    /// Standard output; empty unless `ChildOptions.output` is `lines`.
    public let output: LineStream
    /// Standard error; empty unless `ChildOptions.errors` is `lines`.
    public let errors: LineStream
    /// Standard input, when `ChildOptions.input` is `pipe`.
    public let input: ChildInput?
    private let state = Lock(State())

    private struct State {
        var status: ExitStatus?
        var waiters: [UnsafeContinuation<ExitStatus, Never>] = []
    }

    init(pid: Int32, group: Bool, output: LineStream, errors: LineStream, input: ChildInput?) {
        self.pid = pid
        self.group = group
        self.output = output
        self.errors = errors
        self.input = input
    }

    /// Waits for the end. May be called by any number of tasks, before or after it.
    public func wait() async -> ExitStatus {
        await withUnsafeContinuation { continuation in
            let ended: ExitStatus? = state.withLock { state in
                if state.status == nil { state.waiters.append(continuation) }
                return state.status
            }
            if let ended { continuation.resume(returning: ended) }
        }
    }

    /// How it ended, if it has.
    public var status: ExitStatus? { state.withLock { $0.status } }

    /// Sends a signal to the child, or to its whole group when it leads one. False when it has ended already.
    @discardableResult
    public func signal(_ number: Int32) -> Bool {
        // Under the lock that the reaper takes: the number cannot have passed to another process meanwhile.
        state.withLock { state in
            state.status == nil && Glibc.kill(group ? -pid : pid, number) == 0
        }
    }

    public func kill() { signal(SIGKILL) }

    /// Asks the child to stop (SIGTERM), and kills it when it has not ended after `grace`.
    @discardableResult
    public func terminate(grace: Duration) async -> ExitStatus {
        signal(SIGTERM)
        let deadline = Task {
            try await Task.sleep(for: grace)
            self.kill()
        }
        let status = await wait()
        deadline.cancel()
        return status
    }

    /// Waits for the end on a thread of its own, then kills the rest of the group, then reaps.
    func watch() {
        startThread {
            _ = cprocess_await_exit(self.pid)
            let waiters: [UnsafeContinuation<ExitStatus, Never>] = self.state.withLock { state in
                if self.group { _ = Glibc.kill(-self.pid, SIGKILL) }
                var code: Int32 = 0
                var memory = 0
                _ = cprocess_reap(self.pid, &code, &memory)
                state.status = ExitStatus(code < 0 ? .signalled(-code) : .exited(code), peakMemory: memory * 1024)
                defer { state.waiters = [] }
                return state.waiters
            }
            let status = self.state.withLock { $0.status } ?? ExitStatus(.exited(127))
            for waiter in waiters { waiter.resume(returning: status) }
        }
    }
}
