import Core
import Glibc
import Testing

@Suite struct BlockingExecutorTests {
    @Test func runsAndPassesErrorsOn() async throws {
        let executor = BlockingExecutor(name: "test", threads: 2, queueLimit: 8)
        #expect(try await executor.run { 6 * 7 } == 42)
        await #expect(throws: FoveaError.self) { try await executor.run { throw FoveaError.notFound("It") } }
    }

    @Test func refusesWhenFullInsteadOfWaiting() async throws {
        let executor = BlockingExecutor(name: "narrow", threads: 1, queueLimit: 1)
        let gate = DispatchGate()
        #expect(executor.submit { gate.wait() })
        let drained = DispatchGate()
        #expect(executor.submit { drained.open() })
        let error = await #expect(throws: FoveaError.self) { try await executor.run {} }
        #expect(error?.kind == .unavailable)
        gate.open()
        drained.wait()
        #expect(try await executor.run { 1 } == 1)
    }

    /// Whoever owns an executor may go with the last piece of work, on the executor's own thread, and stop it from there.
    @Test func itsOwnerMayGoWithItsWork() async throws {
        final class Owner: Sendable {
            let executor = BlockingExecutor(name: "owned", threads: 1, queueLimit: 8)
            let gone: DispatchGate
            init(_ gone: DispatchGate) { self.gone = gone }
            deinit {
                executor.stop()
                gone.open()
            }
        }
        let gone = DispatchGate(), begin = DispatchGate()
        func start() {
            let owner = Owner(gone)
            _ = owner.executor.submit { [owner] in
                begin.wait()
                _ = owner
            }
        }
        start()
        begin.open()
        gone.wait()
    }

    @Test func blockedThreadsLeaveTheCooperativePoolFree() async throws {
        let executor = BlockingExecutor(name: "blocked", threads: 8, queueLimit: 8)
        let gate = DispatchGate()
        for _ in 0..<8 { #expect(executor.submit { gate.wait() }) }
        // Were the waits on the cooperative pool (as many threads as cores), this would never finish.
        let sum = await withTaskGroup(of: Int.self) { group in
            for value in 1...100 { group.addTask { value } }
            return await group.reduce(0, +)
        }
        #expect(sum == 5050)
        gate.open()
    }
}

/// A gate that blocks threads until opened.
final class DispatchGate: @unchecked Sendable {  // sem_t is made for use by several threads
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    init() { sem_init(semaphore, 0, 0) }
    func wait() {
        sem_wait(semaphore)
        sem_post(semaphore)
    }
    func open() { sem_post(semaphore) }
}
