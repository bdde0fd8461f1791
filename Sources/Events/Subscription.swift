import Core

/// The events of some topics, as they come, for one listener. One that falls behind finds an `Event.resync` in place of what
/// it missed; nobody who publishes ever waits for it. Ends when the bus stops; dropping it unsubscribes.
public final class Subscription: AsyncSequence, Sendable {
    public typealias Element = Event

    private let mailbox: Mailbox
    private let cancel: @Sendable () -> Void

    init(mailbox: Mailbox, cancel: @escaping @Sendable () -> Void) {
        self.mailbox = mailbox
        self.cancel = cancel
    }

    deinit { cancel() }

    /// The next event; nil at the end or when the task is cancelled.
    public func next() async -> Event? { await mailbox.next(within: nil) }

    /// The next event, or nil when none came in `limit`: then simply ask again.
    public func next(within limit: Duration) async -> Event? { await mailbox.next(within: limit) }

    /// Whether there will be no more.
    public var isEnded: Bool { mailbox.isClosed }

    public struct Iterator: AsyncIteratorProtocol {
        let subscription: Subscription
        public mutating func next() async -> Event? { await subscription.next() }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(subscription: self) }
}
