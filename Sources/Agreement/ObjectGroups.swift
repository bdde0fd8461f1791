import Core
import Geometry

/// One thing on the image as several people saw it.
public struct ObjectGroup: Sendable, Equatable {
    /// By the person's place in the list of layers.
    public var members: [Int: LabelledShape]
}

public enum ObjectGroups {
    /// Puts together what is the same thing in several people's layers, whatever they call it. The first person's objects begin
    /// the groups; each next person's are matched with the groups by their mean similarity to the members (exactly), and what
    /// matches none begins a group. Classes of the whole image are left out.
    public static func of(_ layers: [[LabelledShape]], size: PixelSize, threshold: Double = 0.5) -> [ObjectGroup] {
        var similarity = Similarity(size: size)
        var groups: [ObjectGroup] = []
        for (person, layer) in layers.enumerated() {
            let shapes = layer.filter { !$0.isWholeImage }
            var sums: [Int: [Int: Double]] = [:]
            for other in 0..<person {
                let members = groups.enumerated().compactMap { index, group in group.members[other].map { (index, $0) } }
                for match in similarity.candidates(members.map(\.1), shapes, sameLabel: false) {
                    sums[members[match.left].0, default: [:]][match.right, default: 0] += match.similarity
                }
            }
            let candidates = sums.flatMap { group, values in
                values.map { Match(left: group, right: $0.key, similarity: $0.value / Double(groups[group].members.count)) }
            }
            let matches = Matching.best(candidates, threshold: threshold)
            for match in matches { groups[match.left].members[person] = shapes[match.right] }
            let placed = Set(matches.map(\.right))
            for (index, shape) in shapes.enumerated() where !placed.contains(index) { groups.append(ObjectGroup(members: [person: shape])) }
        }
        return groups
    }

    /// What each person calls each thing, for Krippendorff's alpha: one unit a group that two people saw, and one for the
    /// classes of the whole image where somebody gave any.
    public static func names(_ layers: [[LabelledShape]], size: PixelSize, threshold: Double = 0.5) -> [[[ID]?]] {
        var units: [[[ID]?]] = of(layers, size: size, threshold: threshold).filter { $0.members.count > 1 }.map { group in
            layers.indices.map { person in group.members[person].map { [$0.label] } }
        }
        let classes = layers.map(PairComparison.classes)
        if classes.contains(where: { !$0.isEmpty }) { units.append(classes) }
        return units
    }
}
