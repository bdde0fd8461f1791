/// What each place is told from the selected clusters.
struct Labelling {
    /// For each place the number of its cluster, or -1 for noise.
    private(set) var labels: [Int]
    /// How strongly each place belongs to its cluster, 0...1.
    private(set) var probabilities: [Double]
    private(set) var sizes: [Int]

    init(_ tree: CondensedTree, _ selected: [Bool], _ parameters: HDBSCAN.Parameters) {
        // The selected cluster that each cluster lies in or is.
        var home = [Int?](repeating: nil, count: selected.count)
        for (index, cluster) in tree.clusters.enumerated() {
            home[index] = selected[index] ? index : cluster.parent.flatMap { home[$0] }
        }
        let homes: [Int?] = tree.owner.indices.map { place in
            let found = home[tree.owner[place]]
            return found == 0 && !Self.isInRoot(tree, place, parameters) ? nil : found
        }
        let numbers = Self.numbers(homes)
        labels = homes.map { $0.flatMap { numbers[$0] } ?? -1 }
        sizes = Array(repeating: 0, count: numbers.count)
        for label in labels where label >= 0 { sizes[label] += 1 }
        probabilities = zip(homes, tree.level).map { home, level in
            guard let home else { return 0 }
            let death = tree.clusters[home].death
            return death == 0 || level == .infinity ? 1 : min(level, death) / death
        }
    }

    /// Where all is one cluster: those that stay until it first comes apart or, with an epsilon, that are still in it there.
    private static func isInRoot(_ tree: CondensedTree, _ place: Int, _ parameters: HDBSCAN.Parameters) -> Bool {
        let epsilon = parameters.selectionEpsilon
        return tree.level[place] >= (epsilon > 0 ? 1 / epsilon : tree.clusters[0].death)
    }

    /// Larger clusters first; of equal ones the one with the lowest place. Places are in canonical order, so that the numbers too
    /// depend on the content alone.
    private static func numbers(_ homes: [Int?]) -> [Int: Int] {
        var sizes: [Int: Int] = [:]
        var first: [Int: Int] = [:]
        for (place, home) in homes.enumerated() {
            guard let home else { continue }
            sizes[home, default: 0] += 1
            first[home] = first[home] ?? place
        }
        let sorted = sizes.keys.sorted { (-(sizes[$0] ?? 0), first[$0] ?? 0) < (-(sizes[$1] ?? 0), first[$1] ?? 0) }
        return Dictionary(uniqueKeysWithValues: zip(sorted, 0...))
    }
}
