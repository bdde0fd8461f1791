import Core

/// The events of some topics, as they come. A listener that falls behind loses the oldest and is told to read again by an
/// `Event.resync`; nobody who publishes ever waits for it. Ends when the bus stops; dropping it unsubscribes.
public final class Subscription: AsyncSequence, Sendable {
    public typealias Element = Event

    private let stream: AsyncStream<Event>
    private let cancel: @Sendable () -> Void

    init(stream: AsyncStream<Event>, cancel: @escaping @Sendable () -> Void) {
        self.stream = stream
        self.cancel = cancel
    }

    deinit { cancel() }

    public struct Iterator: AsyncIteratorProtocol {
        /// Keeps the subscription alive while it is read.
        let subscription: Subscription
        var base: AsyncStream<Event>.Iterator
        public mutating func next() async -> Event? { await base.next() }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(subscription: self, base: stream.makeAsyncIterator()) }
}
