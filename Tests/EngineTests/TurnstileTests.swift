import Core
import Glibc
import Testing

@testable import Engine

@Suite struct TurnstileTests {
    /// The most that was inside at once, in weight, when all these pass.
    private func most(_ places: Int, _ weights: [Int]) async throws -> Int {
        let turnstile = Turnstile(places)
        let inside = Lock((now: 0, most: 0))
        let executor = BlockingExecutor(name: "turnstile", threads: weights.count, queueLimit: weights.count)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for weight in weights {
                group.addTask {
                    try await executor.run {
                        turnstile.pass(weight) {
                            inside.withLock {
                                $0.now += weight
                                $0.most = max($0.most, $0.now)
                            }
                            usleep(2000)
                            inside.withLock { $0.now -= weight }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        return inside.withLock { $0.most }
    }

    @Test func weighsWhatIsInside() async throws {
        #expect(try await most(2, Array(repeating: 1, count: 16)) == 2)
        #expect(try await most(100, Array(repeating: 60, count: 8)) == 60)
        #expect(try await most(100, [90, 5, 5, 30, 80, 10, 100, 50, 50]) <= 100)
    }

    @Test func whatIsHeavierThanAllRoomGoesAlone() async throws {
        #expect(try await most(10, [500, 1, 1, 500]) == 500)
    }

    @Test func aFailureGivesItsRoomBack() {
        let turnstile = Turnstile(3)
        for _ in 0..<5 {
            #expect(throws: CancellationError.self) { try turnstile.pass(3) { throw CancellationError() } }
        }
    }
}
