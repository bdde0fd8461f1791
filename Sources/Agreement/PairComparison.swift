import Core
import Geometry

/// What two people's objects on one image have in common.
public struct PairComparison: Sendable, Equatable {
    public var total = Tally()
    public var byLabel: [ID: Tally] = [:]
    /// What each calls the same thing: objects matched whatever their label, and the classes of the whole image (sorted; empty
    /// where one of the two gave none).
    public var names: [Names] = []

    public struct Names: Sendable, Equatable {
        public var left: [ID]
        public var right: [ID]
    }

    public init() {}

    /// Objects are matched one to one so that their similarities sum to the most that is possible, twice: among objects with
    /// the same label for hits and misses, and whatever their label for the names.
    ///
    /// - Parameter threshold: similarity from which two objects may be the same.
    public init(_ left: [LabelledShape], _ right: [LabelledShape], size: PixelSize, threshold: Double = 0.5) {
        var similarity = Similarity(size: size)
        let hits = Matching.best(similarity.candidates(left, right, sameLabel: true), threshold: threshold)
        for match in hits {
            byLabel[left[match.left].label, default: Tally()].hits += 1
            byLabel[left[match.left].label, default: Tally()].similarity += match.similarity
        }
        let matchedLeft = Set(hits.map(\.left)), matchedRight = Set(hits.map(\.right))
        for (index, shape) in left.enumerated() where !matchedLeft.contains(index) { byLabel[shape.label, default: Tally()].leftOnly += 1 }
        for (index, shape) in right.enumerated() where !matchedRight.contains(index) { byLabel[shape.label, default: Tally()].rightOnly += 1 }
        // In the order of the labels: sums of fractions then come out the same each time.
        for (_, tally) in byLabel.sorted(by: { $0.key < $1.key }) { total += tally }

        let candidates = similarity.candidates(left, right, sameLabel: false)
        for match in Matching.best(candidates, threshold: threshold) where !left[match.left].isWholeImage {
            names.append(Names(left: [left[match.left].label], right: [right[match.right].label]))
        }
        let classes = (Self.classes(left), Self.classes(right))
        if !classes.0.isEmpty || !classes.1.isEmpty { names.append(Names(left: classes.0, right: classes.1)) }
    }

    static func classes(_ shapes: [LabelledShape]) -> [ID] { Array(Set(shapes.filter(\.isWholeImage).map(\.label))).sorted() }

    public static func += (a: inout PairComparison, b: PairComparison) {
        a.total += b.total
        for (label, tally) in b.byLabel { a.byLabel[label, default: Tally()] += tally }
        a.names += b.names
    }

    public var kappa: Double? { Coefficients.cohenKappa(names.map { ($0.left, $0.right) }) }
    /// The share of matched things that both call by the same name.
    public var classAccuracy: Double? { names.isEmpty ? nil : Double(names.count { $0.left == $0.right }) / Double(names.count) }
}
