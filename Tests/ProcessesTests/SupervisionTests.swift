import Core
import Glibc
import Processes
import Testing

@Suite struct SupervisionTests {
    private let start = Timestamp(seconds: 1_000_000)
    private func at(_ seconds: Double) -> Timestamp {
        Timestamp(microseconds: start.microseconds + Int64(seconds * 1_000_000))
    }

    @Test func waitsLongerAfterEachEndAndForgetsAfterAHealthyLife() {
        let policy = RestartPolicy(first: .seconds(1), factor: 2, longest: .seconds(5), healthyAfter: .seconds(30))
        var machine = Supervision(policy: policy)
        #expect(machine.handle(.start, at: at(0)) == .startChild)
        #expect(machine.handle(.started, at: at(0)) == .nothing)
        #expect(machine.handle(.ended, at: at(1)) == .wake(at: at(2)))
        #expect(machine.handle(.tick, at: at(1.5)) == .wake(at: at(2)))
        #expect(machine.handle(.tick, at: at(2)) == .startChild)
        #expect(machine.handle(.failed, at: at(2)) == .wake(at: at(4)))
        #expect(machine.handle(.tick, at: at(4)) == .startChild)
        #expect(machine.handle(.started, at: at(4)) == .nothing)
        #expect(machine.handle(.ended, at: at(5)) == .wake(at: at(9)))
        #expect(machine.handle(.tick, at: at(9)) == .startChild)
        #expect(machine.handle(.started, at: at(9)) == .nothing)
        #expect(machine.handle(.ended, at: at(10)) == .wake(at: at(15)))
        #expect(machine.handle(.tick, at: at(15)) == .startChild)
        #expect(machine.handle(.started, at: at(15)) == .nothing)
        #expect(machine.handle(.ended, at: at(60)) == .wake(at: at(61)))
        #expect(machine.restarts == 4)
    }

    @Test func stopsFromEveryState() {
        var idle = Supervision()
        #expect(idle.handle(.stop, at: start) == .nothing)
        #expect(idle.state == .stopped)

        var starting = Supervision()
        _ = starting.handle(.start, at: start)
        #expect(starting.handle(.stop, at: start) == .terminateChild)
        #expect(starting.handle(.started, at: start) == .terminateChild)
        #expect(starting.handle(.ended, at: start) == .nothing)
        #expect(starting.state == .stopped)
        #expect(starting.handle(.tick, at: at(99)) == .nothing)

        var waiting = Supervision()
        _ = waiting.handle(.start, at: start)
        _ = waiting.handle(.failed, at: start)
        #expect(waiting.handle(.stop, at: start) == .nothing)
        #expect(waiting.state == .stopped)
    }

    @Test func restartsARealChildThatDies() async throws {
        let starts = Lock(0)
        let (ids, continuation) = AsyncStream.makeStream(of: Int32.self)
        let supervisor = Supervisor(
            name: "sleeper", policy: RestartPolicy(first: .milliseconds(1)), logger: .silent
        ) {
            let child = try await ChildProcess.start(executable: "/bin/sleep", arguments: ["1000"], environment: [:])
            starts.withLock { $0 += 1 }
            continuation.yield(child.pid)
            return child
        }
        await supervisor.run()
        var iterator = ids.makeAsyncIterator()
        let first = try #require(await iterator.next())
        await supervisor.killChild()
        let second = try #require(await iterator.next())
        #expect(first != second)
        await supervisor.stop()
        #expect(await supervisor.state == .stopped)
        #expect(kill(second, 0) != 0)
        #expect(starts.withLock { $0 } == 2)
    }
}
