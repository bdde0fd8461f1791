import Core
import JobQueue
import Testing

@Suite struct JobStateTests {
    let start = Timestamp(seconds: 1_000_000)
    let me = ID.make()

    private func taken(maxAttempts: Int = 2, limit: Duration? = nil) throws -> JobState {
        var job = JobState(maxAttempts: maxAttempts, runAfter: start, timeLimit: limit)
        try job.apply(.claim(owner: me, lease: .seconds(10)), at: start)
        return job
    }

    @Test func aJobIsTakenRenewedAndDone() throws {
        var job = try taken(limit: .seconds(60))
        #expect(job.status == .running && job.attempt == 1 && job.fence == 1 && job.leaseOwner == me)
        #expect(job.leaseExpires == start.advanced(by: .seconds(10)) && job.deadline == start.advanced(by: .seconds(60)))
        try job.apply(.renew(fence: 1, lease: .seconds(10)), at: start.advanced(by: .seconds(4)))
        #expect(job.leaseExpires == start.advanced(by: .seconds(14)))
        try job.apply(.succeed(fence: 1), at: start.advanced(by: .seconds(5)))
        #expect(job.status == .succeeded && job.leaseOwner == nil && job.leaseExpires == nil)
    }

    @Test func nothingIsTakenEarlyOrTwice() throws {
        var job = JobState(runAfter: start.advanced(by: .seconds(1)))
        #expect(throws: JobRefusal.notDue) { try job.apply(.claim(owner: me, lease: .seconds(10)), at: start) }
        var running = try taken()
        #expect(throws: JobRefusal.status(.running)) { try running.apply(.claim(owner: me, lease: .seconds(10)), at: start) }
    }

    @Test func anOldTokenIsRefused() throws {
        var job = try taken()
        let late = start.advanced(by: .seconds(11))
        try job.apply(.expire, at: late)
        #expect(job.status == .queued)
        for event in [JobEvent.succeed(fence: 1), .renew(fence: 1, lease: .seconds(10)), .fail(fence: 1, retry: true), .release(fence: 1)] {
            #expect(throws: JobRefusal.fenced) { try job.apply(event, at: late) }
        }
        try job.apply(.claim(owner: .make(), lease: .seconds(10)), at: late)
        #expect(job.fence == 2)
        #expect(throws: JobRefusal.fenced) { try job.apply(.succeed(fence: 1), at: late) }
        try job.apply(.succeed(fence: 2), at: late)
    }

    @Test func aLateHeartbeatKeepsAJobThatNobodyTook() throws {
        var job = try taken()
        let late = start.advanced(by: .seconds(100))
        try job.apply(.renew(fence: 1, lease: .seconds(10)), at: late)
        #expect(throws: JobRefusal.leaseHolds) { try job.apply(.expire, at: late) }
    }

    @Test func failuresAreTriedAgainLaterAndThenGivenUp() throws {
        var job = try taken(maxAttempts: 2)
        try job.apply(.fail(fence: 1, retry: true), at: start)
        #expect(job.status == .queued && job.runAfter == start.advanced(by: .seconds(2)))
        try job.apply(.claim(owner: me, lease: .seconds(10)), at: job.runAfter)
        try job.apply(.fail(fence: 2, retry: true), at: job.runAfter)
        #expect(job.status == .failed)
        try job.apply(.retry, at: job.runAfter)
        #expect(job.status == .queued && job.attempt == 0)
        var hopeless = try taken(maxAttempts: 5)
        try hopeless.apply(.fail(fence: 1, retry: false), at: start)
        #expect(hopeless.status == .failed)
    }

    @Test func cancellingWaitsForAWorkerThatLives() throws {
        var waiting = JobState(runAfter: start)
        try waiting.apply(.requestCancel, at: start)
        #expect(waiting.status == .cancelled)
        var running = try taken()
        try running.apply(.requestCancel, at: start)
        #expect(running.status == .running && running.cancelRequested)
        var dead = running
        try running.apply(.stopped(fence: 1), at: start)
        #expect(running.status == .cancelled)
        try dead.apply(.expire, at: start.advanced(by: .seconds(11)))
        #expect(dead.status == .cancelled)
        #expect(throws: JobRefusal.status(.cancelled)) { try dead.apply(.requestCancel, at: start) }
    }

    @Test func givingBackIsNoAttempt() throws {
        var job = try taken()
        try job.apply(.release(fence: 1), at: start)
        #expect(job.status == .queued && job.attempt == 0 && job.runAfter == start && job.fence == 1)
    }

    @Test func aJobWaitsForItsUpload() throws {
        var job = JobState(status: .uploading, runAfter: start)
        #expect(throws: JobRefusal.status(.uploading)) { try job.apply(.claim(owner: me, lease: .seconds(1)), at: start) }
        try job.apply(.submit, at: start)
        #expect(job.status == .queued)
        #expect(throws: JobRefusal.status(.queued)) { try job.apply(.submit, at: start) }
    }
}

@Suite struct ReaperStateTests {
    let lease = Duration.seconds(10)
    let begin = Timestamp(seconds: 1_000_000)

    private func settled() -> ReaperState {
        var reaper = ReaperState(lease: lease, tolerance: .seconds(3))
        for second in 0...10 { _ = reaper.reached(local: .seconds(second), database: begin.advanced(by: .seconds(second))) }
        return reaper
    }

    @Test func itWaitsOneLeaseAfterItsStart() {
        var reaper = ReaperState(lease: lease, tolerance: .seconds(3))
        let trusted = (0...12).map { reaper.reached(local: .seconds($0), database: begin.advanced(by: .seconds($0))) }
        #expect(trusted.firstIndex(of: true) == 10 && trusted[10...].allSatisfy { $0 })
    }

    @Test func itWaitsOneLeaseAfterAnOutage() {
        var reaper = settled()
        reaper.failed()
        let trusted = (11...23).map { reaper.reached(local: .seconds($0), database: begin.advanced(by: .seconds($0))) }
        #expect(trusted.firstIndex(of: true) == 10)
    }

    @Test func itWaitsAfterAPauseOfItsOwn() {
        var reaper = settled()
        let trusted = [60, 62].map { reaper.reached(local: .seconds($0), database: begin.advanced(by: .seconds($0))) }
        #expect(trusted == [false, false])
    }

    @Test(arguments: [3600, -3600]) func itWaitsWhenTheDatabasesClockJumps(_ jump: Int) {
        var reaper = settled()
        let trusted = (11...22).map { reaper.reached(local: .seconds($0), database: begin.advanced(by: .seconds($0 + jump))) }
        #expect(trusted.firstIndex(of: true) == 10)
    }
}
