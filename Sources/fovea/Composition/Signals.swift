import Core
import Glibc

/// Being asked to end. SIGTERM and SIGINT are blocked in every thread and awaited by the main one, for the commands that put
/// things in order first (`Command.endsItself`). Not by `dispatchMain`: it parks the main thread with every signal open.
enum Signals {
    private static let asked = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    /// What the main thread does for the rest of the process. Must be set up before any other thread starts, so that all
    /// inherit the mask: `start` starts them.
    static func run(awaiting isAwaited: Bool, start: () -> Void) -> Never {
        var set = termination
        if isAwaited { pthread_sigmask(SIG_BLOCK, &set, nil) }
        start()
        if isAwaited {
            var number: Int32 = 0
            while sigwait(&set, &number) != 0 {}
            asked.continuation.yield()
            // A second signal ends the process at once, for people who will not wait.
            pthread_sigmask(SIG_UNBLOCK, &set, nil)
        }
        while true { pause() }
    }

    /// Answers when the process has been asked to end, or the task is cancelled. For one who waits.
    static func termination() async {
        for await _ in asked.stream { return }
    }

    private static var termination: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        return set
    }
}
