import Core

/// What several threads have made, in order.
final class Parts<Part: Sendable>: Sendable {
    let count: Int
    private let parts: Lock<[Part?]>

    init(_ count: Int) {
        self.count = count
        parts = Lock(Array(repeating: nil, count: count))
    }

    func set(_ index: Int, _ part: Part) { parts.withLock { $0[index] = part } }

    /// Those that were made.
    var all: [Part] { parts.withLock { $0.compactMap { $0 } } }
}
