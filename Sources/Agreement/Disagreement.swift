import Core
import Geometry

/// Something a model says about an image.
public struct PredictedShape: Sendable, Equatable {
    public var shape: LabelledShape
    /// 0...1.
    public var confidence: Double

    public init(_ shape: LabelledShape, confidence: Double) {
        self.shape = shape
        self.confidence = confidence
    }
}

/// One place where a model and the labels of an image differ: a likely mistake of either, the model's confidence deciding how likely.
public struct Disagreement: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The model sees what nobody labelled.
        case missed
        /// It is labelled, and the model sees nothing there.
        case spurious
        /// The same thing, elsewhere or of another size.
        case mislocated
        /// The same place, another label.
        case swapped
    }

    public var kind: Kind
    /// Into the labelled shapes; nil where none is concerned.
    public var labelled: Int?
    /// Into the predicted shapes; nil where none is concerned.
    public var predicted: Int?
    /// 0...1, the likelier a mistake of the labels, the higher.
    public var score: Double
    /// Of the two; 0 where there is one alone.
    public var similarity: Double

    /// From this similarity on two shapes are in the same place.
    public static let samePlace = 0.5
    /// From this similarity on two shapes of one label may be the same thing.
    public static let sameThing = 0.1

    /// Compares the labels of one image with what a model says, and ranks what differs, likeliest mistake first.
    ///
    /// Shapes are matched one to one, so that similarities (see `Similarity`) sum to the most: first what lies in the same place,
    /// whatever its label (`swapped` where that differs, scored confidence x similarity); then, of what is left, shapes of one label
    /// that still overlap (`mislocated`, confidence x (1 - similarity)). Predictions left over are `missed`, scored by their confidence,
    /// but for second ones of a thing that is labelled, and for what lies where something is labelled that the model cannot say; labels left over are `spurious`, scored one minus the confidence of the best
    /// prediction that overlaps them at all. Whole-image classes: the surest predicted class against those given (`swapped`).
    ///
    /// - Parameters:
    ///   - known: labels that the model can say. Shapes of others are not judged.
    ///   - size: of the upright image.
    public static func find(_ labelled: [LabelledShape], _ predicted: [PredictedShape], known: Set<ID>, size: PixelSize) -> [Disagreement] {
        var comparison = Comparison(labelled: labelled, predicted: predicted, known: known, size: size)
        comparison.compareShapes()
        comparison.compareClasses()
        return comparison.found.sorted { ($1.score, $0.order) < ($0.score, $1.order) }
    }

    /// So that equal scores come in the same order each time.
    private var order: Int { (labelled ?? 1 << 20) * 1 << 20 + (predicted ?? 0) }
}

private struct Comparison {
    let labelled: [LabelledShape]
    let predicted: [PredictedShape]
    let known: Set<ID>
    var similarity: Similarity
    var found: [Disagreement] = []

    init(labelled: [LabelledShape], predicted: [PredictedShape], known: Set<ID>, size: PixelSize) {
        self.labelled = labelled
        self.predicted = predicted
        self.known = known
        similarity = Similarity(size: size)
    }

    mutating func compareShapes() {
        let all = similarity.candidates(labelled, predicted.map(\.shape), sameLabel: false).filter { !labelled[$0.left].isWholeImage }
        let pairs = all.filter { known.contains(labelled[$0.left].label) }
        let placed = Matching.best(pairs, threshold: Disagreement.samePlace)
        for match in placed where labelled[match.left].label != predicted[match.right].shape.label {
            add(.swapped, match, predicted[match.right].confidence * match.similarity)
        }
        let openLeft = Set(placed.map(\.left)), openRight = Set(placed.map(\.right))
        let rest = pairs.filter {
            !openLeft.contains($0.left) && !openRight.contains($0.right) && labelled[$0.left].label == predicted[$0.right].shape.label
        }
        let moved = Matching.best(rest, threshold: Disagreement.sameThing)
        for match in moved { add(.mislocated, match, predicted[match.right].confidence * (1 - match.similarity)) }
        addSpurious(pairs, taken: openLeft.union(moved.map(\.left)))
        addMissed(all, taken: openRight.union(moved.map(\.right)))
    }

    private mutating func addSpurious(_ pairs: [Match], taken: Set<Int>) {
        var seen: [Int: Double] = [:]
        for pair in pairs where pair.similarity >= Disagreement.sameThing {
            seen[pair.left] = max(seen[pair.left] ?? 0, predicted[pair.right].confidence)
        }
        for (index, shape) in labelled.enumerated() where !taken.contains(index) && !shape.isWholeImage && known.contains(shape.label) {
            found.append(Disagreement(kind: .spurious, labelled: index, score: 1 - (seen[index] ?? 0), similarity: 0))
        }
    }

    private mutating func addMissed(_ pairs: [Match], taken: Set<Int>) {
        let second = Set(
            pairs.filter {
                let label = labelled[$0.left].label
                return $0.similarity >= Disagreement.samePlace && (label == predicted[$0.right].shape.label || !known.contains(label))
            }.map(\.right))
        for (index, one) in predicted.enumerated() where !taken.contains(index) && !second.contains(index) && !one.shape.isWholeImage {
            found.append(Disagreement(kind: .missed, predicted: index, score: one.confidence, similarity: 0))
        }
    }

    mutating func compareClasses() {
        let classes = predicted.indices.filter { predicted[$0].shape.isWholeImage }
        guard let best = classes.max(by: { predicted[$0].confidence < predicted[$1].confidence }) else { return }
        let given = labelled.indices.filter { labelled[$0].isWholeImage && known.contains(labelled[$0].label) }
        if given.contains(where: { labelled[$0].label == predicted[best].shape.label }) { return }
        let kind: Disagreement.Kind = given.isEmpty ? .missed : .swapped
        found.append(
            Disagreement(kind: kind, labelled: given.first, predicted: best, score: predicted[best].confidence, similarity: given.isEmpty ? 0 : 1))
    }

    private mutating func add(_ kind: Disagreement.Kind, _ match: Match, _ score: Double) {
        found.append(Disagreement(kind: kind, labelled: match.left, predicted: match.right, score: score, similarity: match.similarity))
    }
}
