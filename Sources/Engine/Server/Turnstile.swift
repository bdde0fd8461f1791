import Glibc

/// Lets so many threads through at once, in the order in which they came as far as the kernel keeps it.
///
/// `@unchecked Sendable`: a semaphore is made for use by several threads.
final class Turnstile: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init(_ places: Int) { sem_init(semaphore, 0, UInt32(max(1, places))) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func pass<Result>(_ body: () throws -> Result) rethrows -> Result {
        while sem_wait(semaphore) != 0 {}
        defer { sem_post(semaphore) }
        return try body()
    }
}
