import Glibc

/// Lets through, at once, as many threads as have room together: each takes one place, or as many as its work weighs. First
/// come, first served: what is large is not overtaken for ever by what is small.
///
/// `@unchecked Sendable`: mutable state is touched only under `mutex`.
final class Turnstile: @unchecked Sendable {
    private let places: Int
    private var taken = 0
    private var nextTicket = 0
    private var called = 0
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init(_ places: Int) {
        self.places = max(1, places)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// - Parameter weight: places that `body` needs; what needs more than there are goes alone.
    func pass<Result>(_ weight: Int = 1, _ body: () throws -> Result) rethrows -> Result {
        let weight = min(max(0, weight), places)
        pthread_mutex_lock(mutex)
        let ticket = nextTicket
        nextTicket += 1
        while called != ticket || taken + weight > places { pthread_cond_wait(changed, mutex) }
        called += 1
        taken += weight
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
        defer {
            pthread_mutex_lock(mutex)
            taken -= weight
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        return try body()
    }
}
