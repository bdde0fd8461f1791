import Core

/// When a supervised child is started, restarted and given up: values in, actions out, no clock and no process of its own.
///
/// ```
/// idle ──start──▶ starting ──started──▶ running ──ended──▶ waiting ──due──▶ starting
///                     └──────failed────────────────────────▲
/// any ──stop──▶ stopping ──ended──▶ stopped
/// ```
public struct Supervision: Sendable, Equatable {
    public enum State: Sendable, Equatable {
        case idle
        case starting
        case running(since: Timestamp)
        case waiting(until: Timestamp)
        case stopping
        case stopped
    }

    public enum Event: Sendable {
        case start
        case started
        /// It could not be started.
        case failed
        case ended
        /// Time has passed.
        case tick
        case stop
    }

    public enum Action: Sendable, Equatable {
        case startChild
        case wake(at: Timestamp)
        case terminateChild
        case nothing
    }

    public private(set) var state: State = .idle
    /// Ends without a healthy life between them.
    public private(set) var endsInRow = 0
    public private(set) var restarts = 0
    private let policy: RestartPolicy

    public init(policy: RestartPolicy = RestartPolicy()) { self.policy = policy }

    public static func == (a: Supervision, b: Supervision) -> Bool { a.state == b.state && a.endsInRow == b.endsInRow }

    public mutating func handle(_ event: Event, at now: Timestamp) -> Action {
        switch (state, event) {
        case (.idle, .start):
            state = .starting
            return .startChild
        case (.starting, .started):
            state = .running(since: now)
            return .nothing
        case (.starting, .failed), (.starting, .ended):
            return wait(from: now)
        case (.running(let since), .ended):
            if now - since >= policy.healthyAfter { endsInRow = 0 }
            return wait(from: now)
        case (.waiting(let until), .tick):
            guard now >= until else { return .wake(at: until) }
            state = .starting
            restarts += 1
            return .startChild
        case (.running, .stop), (.starting, .stop):
            state = .stopping
            return .terminateChild
        case (.idle, .stop), (.waiting, .stop):
            state = .stopped
            return .nothing
        case (.stopping, .started):
            return .terminateChild
        case (.stopping, .ended), (.stopping, .failed):
            state = .stopped
            return .nothing
        default:
            return .nothing
        }
    }

    private mutating func wait(from now: Timestamp) -> Action {
        endsInRow += 1
        let until = now.advanced(by: policy.delay(endsInRow: endsInRow))
        state = .waiting(until: until)
        return .wake(at: until)
    }
}
