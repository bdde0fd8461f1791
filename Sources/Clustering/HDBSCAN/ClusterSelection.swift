/// Which clusters of a condensed tree are the result: none lies within another.
struct ClusterSelection {
    let tree: CondensedTree
    let parameters: HDBSCAN.Parameters

    /// Whether each cluster of the tree is selected.
    func run() -> [Bool] {
        let epsilon = parameters.selectionEpsilon
        switch parameters.selection {
        case .excessOfMass:
            let selected = excessOfMass()
            // Where all is one cluster there is nothing to merge.
            return epsilon > 0 && tree.clusters.count > 1 && !selected[0] ? merged(selected, epsilon) : selected
        case .leaf:
            let leaves = tree.clusters.map { $0.parent != nil && $0.children.isEmpty }
            return epsilon > 0 ? merged(leaves, epsilon) : leaves
        }
    }

    /// The clusters that together are the most stable (Campello et al. 2013, section 5.2). Those above the maximum size are
    /// passed over for their parts.
    private func excessOfMass() -> [Bool] {
        var best = tree.stabilities
        var wanted = [Bool](repeating: false, count: best.count)
        let sizeLimit = parameters.maximumClusterSize ?? .max
        for (index, cluster) in tree.clusters.enumerated().reversed() where cluster.parent != nil || parameters.allowsSingleCluster {
            let parts = cluster.children.reduce(0.0) { $0 + best[$1] }
            if parts > best[index] || cluster.size > sizeLimit { best[index] = parts } else { wanted[index] = true }
        }
        return outermost(wanted)
    }

    /// Of the wanted clusters those that lie within no other wanted one.
    private func outermost(_ wanted: [Bool]) -> [Bool] {
        var selected = wanted
        var covered = [Bool](repeating: false, count: wanted.count)
        for (index, cluster) in tree.clusters.enumerated() {
            guard let parent = cluster.parent else { continue }
            covered[index] = covered[parent] || wanted[parent]
            if covered[index] { selected[index] = false }
        }
        return selected
    }

    /// Clusters that were born at a distance under `epsilon` give way to the nearest of their ancestors that was not (Malzer and
    /// Baum 2020, section 4). The root is taken only when a single cluster is allowed.
    private func merged(_ selected: [Bool], _ epsilon: Double) -> [Bool] {
        var wanted = [Bool](repeating: false, count: selected.count)
        for index in selected.indices where selected[index] {
            var at = index
            while tree.clusters[at].birth < epsilon, let parent = tree.clusters[at].parent {
                if tree.clusters[parent].parent == nil, !parameters.allowsSingleCluster { break }
                at = parent
            }
            wanted[at] = true
        }
        return outermost(wanted)
    }
}
