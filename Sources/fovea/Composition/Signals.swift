import Core
import Glibc

/// Being asked to end: SIGTERM and SIGINT are blocked in every thread and awaited by one.
enum Signals {
    /// Must run before any other thread starts, so that all threads inherit the mask.
    static func block() {
        var set = termination
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Answers when the process has been asked to end.
    static func termination(asked thread: BlockingExecutor = BlockingExecutor(name: "signals", threads: 1, queueLimit: 1)) async {
        _ = try? await thread.run {
            var set = termination
            var number: Int32 = 0
            while sigwait(&set, &number) != 0 {}
            // A second signal ends the process at once, for people who will not wait.
            pthread_sigmask(SIG_UNBLOCK, &set, nil)
            return number
        }
    }

    private static var termination: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        return set
    }
}
