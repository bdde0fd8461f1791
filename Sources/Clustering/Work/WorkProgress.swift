/// How long work tells how far it is and learns that it is no longer wanted. Both closures may be called from several threads.
public struct WorkProgress: Sendable {
    /// Is given the part that is done, 0...1.
    public var report: @Sendable (Double) -> Void
    /// Asked now and then; when true, the work throws `CancellationError`.
    public var isCancelled: @Sendable () -> Bool

    public init(report: @escaping @Sendable (Double) -> Void = { _ in }, isCancelled: @escaping @Sendable () -> Bool = { false }) {
        self.report = report
        self.isCancelled = isCancelled
    }

    /// Says that `fraction` is done; throws `CancellationError` when the work is no longer wanted.
    func at(_ fraction: Double) throws {
        if isCancelled() { throw CancellationError() }
        report(min(1, max(0, fraction)))
    }

    /// A part of this work, from one fraction of it to another.
    func part(_ from: Double, _ to: Double) -> WorkProgress {
        WorkProgress(report: { [report] in report(from + (to - from) * $0) }, isCancelled: isCancelled)
    }
}
