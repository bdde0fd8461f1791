/// Which object of one list is which of the other.
public struct Match: Sendable, Equatable {
    public var left: Int
    public var right: Int
    /// 0...1; see `Similarity`.
    public var similarity: Double
}

public enum Matching {
    /// Pairs the objects of two lists one to one, so that the similarities of the pairs sum to the most that is possible
    /// (exactly, by `Hungarian`). Only pairs of at least `threshold` count, which must be more than 0.
    ///
    /// Candidate pairs fall apart into groups that have nothing to do with each other: each is solved by itself, so that a
    /// thousand objects all over an image cost little.
    public static func best(_ candidates: [Match], threshold: Double) -> [Match] {
        let candidates = candidates.filter { $0.similarity >= threshold }
        var components: [Int: [Match]] = [:]
        var roots = Roots()
        // Left objects are even nodes, right ones odd.
        for pair in candidates { roots.join(pair.left * 2, pair.right * 2 + 1) }
        for pair in candidates { components[roots.root(pair.left * 2), default: []].append(pair) }
        return components.values.flatMap(solve).sorted { $0.left < $1.left }
    }

    private static func solve(_ pairs: [Match]) -> [Match] {
        if pairs.count == 1 { return pairs }
        let lefts = Array(Set(pairs.map(\.left))).sorted(), rights = Array(Set(pairs.map(\.right))).sorted()
        let row = Dictionary(uniqueKeysWithValues: lefts.enumerated().map { ($1, $0) })
        let column = Dictionary(uniqueKeysWithValues: rights.enumerated().map { ($1, $0) })
        var weights = [[Double]](repeating: [Double](repeating: 0, count: rights.count), count: lefts.count)
        for pair in pairs {
            guard let i = row[pair.left], let j = column[pair.right] else { continue }
            weights[i][j] = pair.similarity
        }
        return Hungarian.maximum(weights).map { Match(left: lefts[$0.row], right: rights[$0.column], similarity: weights[$0.row][$0.column]) }
    }
}

/// Disjoint sets of numbers.
private struct Roots {
    private var parents: [Int: Int] = [:]

    mutating func root(_ node: Int) -> Int {
        var node = node
        while let parent = parents[node], parent != node {
            let above = parents[parent] ?? parent
            parents[node] = above
            node = above
        }
        return node
    }

    mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (root(a), root(b))
        if a != b { parents[max(a, b)] = min(a, b) }
    }
}
