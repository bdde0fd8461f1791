import Core
import Glibc

/// A thread that runs `body` once: for what waits in the kernel as long as a child lives.
func startThread(_ body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 256 << 10)
    var thread = pthread_t()
    let context = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    let status = pthread_create(
        &thread, &attributes,
        { context in
            guard let context else { return nil }
            Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body()
            return nil
        }, context)
    pthread_attr_destroy(&attributes)
    precondition(status == 0, "no thread could be started")
}

private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

enum Spawner {
    /// The one thread that starts children, and that never ends. The kernel's parent-death signal follows the *thread* that
    /// forked, so a child started on a pool's thread would die when the pool retires that thread. Global for that reason:
    /// there is one kernel parent whatever the number of supervisors.
    static let executor: BlockingExecutor = {
        // Writing to a child that has gone must be an error, not this process's end.
        signal(SIGPIPE, SIG_IGN)
        return BlockingExecutor(name: "starting processes", threads: 1, queueLimit: 256)
    }()
}
