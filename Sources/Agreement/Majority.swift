import Core
import Geometry

/// One truth out of several people's layers.
public struct Majority: Sendable, Equatable {
    /// What more than half of the people marked with the same label.
    public var agreed: [LabelledShape] = []
    /// Things that some marked and no majority agrees on.
    public var disputed = 0

    /// A thing is kept when more than half of the people marked it with the same label (classes of the whole image too). Upright
    /// boxes are averaged side by side; of other shapes the one most like the others is taken.
    public init(_ layers: [[LabelledShape]], size: PixelSize, threshold: Double = 0.5) {
        for group in ObjectGroups.of(layers, size: size, threshold: threshold) {
            let shapes = group.members.sorted { $0.key < $1.key }.map(\.value)
            let votes = Dictionary(grouping: shapes, by: \.label)
            if let winner = votes.values.first(where: { $0.count * 2 > layers.count }), let shape = Self.middle(winner, size: size) {
                agreed.append(shape)
            } else {
                disputed += 1
            }
        }
        let classes = Set(layers.flatMap(PairComparison.classes))
        for label in classes.sorted() {
            let votes = layers.count { PairComparison.classes($0).contains(label) }
            if votes * 2 > layers.count { agreed.append(LabelledShape(label: label, geometry: .image)) } else { disputed += 1 }
        }
    }

    private static func middle(_ shapes: [LabelledShape], size: PixelSize) -> LabelledShape? {
        guard let first = shapes.first else { return nil }
        let boxes = shapes.compactMap { shape -> Box? in if case .box(let box) = shape.geometry { box } else { nil } }
        if boxes.count == shapes.count {
            let count = Double(boxes.count)
            func mean(_ edge: (Box) -> Double) -> Double { boxes.reduce(0) { $0 + edge($1) } / count }
            let box = Box(left: mean(\.x), top: mean(\.y), right: mean(\.right), bottom: mean(\.bottom))
            return LabelledShape(label: first.label, geometry: .box(box))
        }
        var similarity = Similarity(size: size)
        let likeness = shapes.map { shape in shapes.reduce(0) { $0 + similarity.of(shape, $1) } }
        return likeness.indices.max { likeness[$0] < likeness[$1] }.map { shapes[$0] }
    }
}
