import Core
import Glibc
import Testing

@testable import ONNXInference

@Suite struct CachePlanTests {
    @Test func dropsTheLongestUnusedFirstAndNeverWhatIsInUse() {
        var plan = CachePlan<String>(budget: 100)
        #expect(plan.add("a", bytes: 40) == [])
        #expect(plan.add("b", bytes: 40) == [])
        #expect(plan.release("a") == [])
        #expect(plan.release("b") == [])
        #expect(plan.use("a") == true)
        #expect(plan.release("a") == [])
        #expect(plan.add("c", bytes: 40) == ["b"])
        // All in use: the budget gives way.
        #expect(plan.use("a") == true)
        #expect(plan.add("d", bytes: 90) == [])
        #expect(plan.bytes == 170)
        #expect(plan.release("c") == ["c"])
        #expect(plan.release("a") == ["a"])
        #expect(plan.keys == ["d"])
        #expect(plan.remove("d") == false)
        #expect(plan.release("d") == [])
        #expect(plan.remove("d") == true)
        #expect(plan.use("d") == false)
    }
}

@Suite struct SessionCacheTests {
    @Test func loadsOnceForManyAndNeverBlocksOthers() async throws {
        let cache = SessionCache<String>(budget: 1000) { _ in 10 }
        let executor = BlockingExecutor(name: "cache", threads: 10, queueLimit: 20)
        let gate = Gate()
        let loads = Lock(0)
        let slow = (0..<6).map { _ in
            Task {
                try await executor.run {
                    try cache.with(
                        "slow",
                        load: {
                            loads.withLock { $0 += 1 }
                            gate.wait()
                            return "slow model"
                        }
                    ) { $0 }
                }
            }
        }
        // While "slow" loads, another model is opened and used.
        #expect(try await executor.run { try cache.with("quick", load: { "quick model" }) { $0 } } == "quick model")
        gate.open()
        for task in slow { #expect(try await task.value == "slow model") }
        #expect(loads.withLock { $0 } == 1)
        #expect(cache.contents.map(\.key) == ["quick", "slow"])
        #expect(cache.drop("quick"))
        #expect(cache.contents.map(\.key) == ["slow"])
    }

    @Test func triesAgainAfterAFailure() throws {
        let cache = SessionCache<Int>(budget: 10) { _ in 1 }
        #expect(throws: FoveaError.self) { try cache.with("m", load: { throw FoveaError(.invalid, "broken") }) { _ in } }
        #expect(try cache.with("m", load: { 7 }) { $0 } == 7)
    }
}

/// `@unchecked Sendable`: a semaphore is made for several threads.
final class Gate: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    init() { sem_init(semaphore, 0, 0) }
    func wait() {
        sem_wait(semaphore)
        sem_post(semaphore)
    }
    func open() { sem_post(semaphore) }
}
