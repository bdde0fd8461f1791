import Core

/// Counts what several threads have done.
final class Counter: Sendable {
    private let count = Lock(0)

    /// One more; answers how many there are now.
    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
