/// The dendrogram from the top down, in which only parts of at least the minimum cluster size count as clusters; smaller parts
/// fall out of their cluster. Levels are given as lambda, 1 over the distance (McInnes and Healy 2017, section 2.3).
struct CondensedTree {
    struct Cluster {
        /// Parents stand before their children; nil for the root, cluster 0.
        let parent: Int?
        /// The distance at which it comes apart from its siblings; infinite for the root.
        let birth: Double
        let size: Int
        var children: [Int] = []
        /// The level at which the last of it falls out or it comes apart.
        var death = 0.0

        var birthLevel: Double { CondensedTree.level(birth) }
    }

    private(set) var clusters: [Cluster]
    /// The cluster out of which each place falls, and the level at which it does; infinite for what is never apart.
    private(set) var owner: [Int]
    private(set) var level: [Double]

    init(_ dendrogram: Dendrogram, minimumClusterSize: Int) {
        clusters = [Cluster(parent: nil, birth: .infinity, size: dendrogram.count)]
        owner = Array(repeating: 0, count: dendrogram.count)
        level = Array(repeating: 0, count: dendrogram.count)
        var rest = dendrogram.count > 1 ? [(node: dendrogram.root, cluster: 0)] : []
        while let (node, cluster) = rest.popLast() {
            let distance = dendrogram.distance(node)
            let level = Self.level(distance)
            clusters[cluster].death = max(clusters[cluster].death, level)
            let children = dendrogram.children(node)
            let large = children.filter { dendrogram.size($0) >= minimumClusterSize }
            for child in children where dendrogram.size(child) < minimumClusterSize {
                dendrogram.eachLeaf(child) { place in
                    owner[place] = cluster
                    self.level[place] = level
                }
            }
            if large.count == 1 {
                rest.append((large[0], cluster))
                continue
            }
            for child in large {
                clusters[cluster].children.append(clusters.count)
                rest.append((child, clusters.count))
                clusters.append(Cluster(parent: cluster, birth: distance, size: dendrogram.size(child)))
            }
        }
    }

    /// 1 over a distance; infinite for 0 alone.
    static func level(_ distance: Double) -> Double {
        distance > 0 ? min(1 / distance, .greatestFiniteMagnitude) : .infinity
    }

    /// How much of each cluster lasts how long: the sum over what is in it of the levels it stays (Campello et al. 2013, section 5.1).
    var stabilities: [Double] {
        var out = [Double](repeating: 0, count: clusters.count)
        for place in owner.indices { out[owner[place]] += level[place] - clusters[owner[place]].birthLevel }
        for cluster in clusters {
            guard let parent = cluster.parent else { continue }
            out[parent] += (cluster.birthLevel - clusters[parent].birthLevel) * Double(cluster.size)
        }
        return out
    }
}
