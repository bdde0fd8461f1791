/// Hits and misses of one person's objects against another's.
public struct Tally: Sendable, Equatable {
    /// Objects that both have, with the same label.
    public var hits = 0
    /// Objects of the first alone.
    public var leftOnly = 0
    /// Objects of the second alone.
    public var rightOnly = 0
    /// Similarities of the hits, added up.
    public var similarity = 0.0

    public init() {}

    /// Of the second person's objects, how many the first has too; nil when there are none.
    public var precision: Double? { ratio(hits, hits + rightOnly) }
    /// Of the first person's objects, how many the second has too; nil when there are none.
    public var recall: Double? { ratio(hits, hits + leftOnly) }
    /// Their harmonic mean (Dice); nil when neither has objects.
    public var f1: Double? { ratio(2 * hits, 2 * hits + leftOnly + rightOnly) }
    /// Mean similarity (intersection over union) of the hits.
    public var meanIoU: Double? { hits > 0 ? similarity / Double(hits) : nil }

    public static func += (a: inout Tally, b: Tally) {
        a.hits += b.hits
        a.leftOnly += b.leftOnly
        a.rightOnly += b.rightOnly
        a.similarity += b.similarity
    }

    /// The same, seen from the other side.
    public var reversed: Tally {
        var tally = self
        swap(&tally.leftOnly, &tally.rightOnly)
        return tally
    }

    private func ratio(_ part: Int, _ whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
}
