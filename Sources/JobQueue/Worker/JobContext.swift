import Core

/// A job at work: what it is, and where it tells what it does. Safe from any thread.
public final class JobContext: Sendable {
    /// Why a job is being stopped; the first reason counts.
    enum StopReason: Sendable { case cancelRequested, deadline, lost, shutdown }

    public let lease: JobLease
    private let state: Lock<State>

    private struct State {
        var drafts: [JobFrame.Draft]
        var dropped = 0
        var progress: (Double, String?)?
        var lastProgressFrame: Double = -1
        var stopReason: StopReason?
        var task: Task<JobCompletion, any Error>?
        /// The worker is writing what it took.
        var isFlushing = false
        /// The end is being written: nothing else may be, or lines would come after the last.
        var isClosed = false
        var closing: CheckedContinuation<Void, Never>?
    }

    /// Frames that may wait for the database: beyond that (it has been away for long) the oldest are let go, and that is said.
    private static let draftLimit = 10_000

    init(_ lease: JobLease) {
        self.lease = lease
        state = Lock(State(drafts: [.state(.running, nil)]))
    }

    public var id: ID { lease.id }
    public var payload: JSON { lease.payload }
    public var attempt: Int { lease.attempt }

    public func log(_ text: String, _ stream: JobFrame.Draft.Stream = .system) { add(.log(text, stream: stream)) }

    /// A row of a curve, as `EpochMetrics` of the API.
    public func metric(_ data: JSON) { add(JobFrame.Draft(.metric, data: data)) }

    /// How far it is, from 0 to 1. Cheap: told to others at most twice a second.
    public func progress(_ fraction: Double, _ message: String? = nil) {
        let fraction = fraction.isFinite ? min(1, max(0, fraction)) : 0
        state.withLock { $0.progress = (fraction, message ?? $0.progress?.1) }
    }

    /// Throws `CancellationError` once the job is to stop.
    public func checkCancellation() throws {
        if state.withLock({ $0.stopReason != nil }) { throw CancellationError() }
    }

    // MARK: for the worker

    var stopReason: StopReason? { state.withLock { $0.stopReason } }

    func attach(_ task: Task<JobCompletion, any Error>) {
        let isStopped = state.withLock { state in
            state.task = task
            return state.stopReason != nil
        }
        if isStopped { task.cancel() }
    }

    func stop(_ reason: StopReason) {
        let task: Task<JobCompletion, any Error>? = state.withLock { state in
            if state.stopReason == nil { state.stopReason = reason }
            return state.task
        }
        task?.cancel()
    }

    private func add(_ draft: JobFrame.Draft) {
        state.withLock { state in
            state.drafts.append(draft)
            if state.drafts.count > Self.draftLimit {
                state.drafts.removeFirst(Self.draftLimit / 10)
                state.dropped += Self.draftLimit / 10
            }
        }
    }

    /// What has not been written yet, for the worker's flush; nil when the end is being written. `endFlush` must follow.
    func beginFlush() -> (frames: [JobFrame.Draft], progress: (Double, String?)?)? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            let pending = Self.takePending(&state)
            guard !pending.frames.isEmpty || pending.progress != nil else { return nil }
            state.isFlushing = true
            return pending
        }
    }

    /// - Parameter unwritten: what could not be written and is put back.
    func endFlush(unwritten: (frames: [JobFrame.Draft], progress: (Double, String?)?)? = nil) {
        let closing: CheckedContinuation<Void, Never>? = state.withLock { state in
            if let unwritten {
                state.drafts.insert(contentsOf: unwritten.frames, at: 0)
                state.progress = state.progress ?? unwritten.progress
            }
            state.isFlushing = false
            defer { state.closing = nil }
            return state.closing
        }
        closing?.resume()
    }

    /// What is left to write with the job's end, once a flush under way is over. No flush takes anything from then on.
    func close() async -> [JobFrame.Draft] {
        await withCheckedContinuation { continuation in
            let isFlushing = state.withLock { state in
                state.isClosed = true
                if state.isFlushing { state.closing = continuation }
                return state.isFlushing
            }
            if !isFlushing { continuation.resume() }
        }
        return state.withLock { Self.takePending(&$0).frames }
    }

    /// A move of the progress by a hundredth makes a frame.
    private static func takePending(_ state: inout State) -> (frames: [JobFrame.Draft], progress: (Double, String?)?) {
        if let (fraction, message) = state.progress, abs(fraction - state.lastProgressFrame) >= 0.01 {
            state.lastProgressFrame = fraction
            state.drafts.append(.progress(fraction, message))
        }
        if state.dropped > 0 {
            state.drafts.insert(.log("\(state.dropped) lines were lost: the database was away for too long."), at: 0)
            state.dropped = 0
        }
        defer { state.drafts = []; state.progress = nil }
        return (state.drafts, state.progress)
    }
}
