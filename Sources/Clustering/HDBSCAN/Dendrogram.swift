/// The single-linkage tree of a spanning tree: what hangs together as the distance grows. Leaves are the places `0..<count`;
/// node `count + i` joins two older nodes.
///
/// Joins at one distance are one join of many (`children`): in case of ties, say Campello, Moulavi and Sander, edges fall away
/// at the same time. So it does not matter which of several minimum spanning trees was found, and in what order its edges came.
struct Dendrogram {
    let count: Int
    private var left: [Int] = []
    private var right: [Int] = []
    private var distances: [Double] = []
    private var sizes: [Int] = []

    /// - Parameter edges: `count - 1` edges; `distance` turns their weight into a distance.
    init(count: Int, edges: [TreeEdge], distance: (Double) -> Double) {
        self.count = count
        var sets = DisjointSets(count)
        // The node that stands for each set.
        var top = Array(0..<count)
        for edge in edges.sorted(by: { $0.square < $1.square }) {
            let (a, b) = (sets.find(edge.a), sets.find(edge.b))
            left.append(top[a])
            right.append(top[b])
            distances.append(distance(edge.square))
            sizes.append(size(top[a]) + size(top[b]))
            top[sets.join(a, b)] = count + left.count - 1
        }
    }

    var root: Int { count + left.count - 1 }

    func size(_ node: Int) -> Int { node < count ? 1 : sizes[node - count] }

    /// The distance at which the children of an inner node are joined.
    func distance(_ node: Int) -> Double { distances[node - count] }

    /// All that is joined at the distance of an inner node.
    func children(_ node: Int) -> [Int] {
        var found: [Int] = []
        var rest = [node]
        while let next = rest.popLast() {
            for child in [left[next - count], right[next - count]] {
                if child >= count, distance(child) == distance(node) { rest.append(child) } else { found.append(child) }
            }
        }
        return found
    }

    /// Calls `each` with every leaf under `node`.
    func eachLeaf(_ node: Int, _ each: (Int) -> Void) {
        var rest = [node]
        while let next = rest.popLast() {
            if next < count {
                each(next)
            } else {
                rest.append(left[next - count])
                rest.append(right[next - count])
            }
        }
    }
}

/// Sets that only ever grow together; by size, with paths halved.
private struct DisjointSets {
    private var parent: [Int]
    private var size: [Int]

    init(_ count: Int) {
        parent = Array(0..<count)
        size = Array(repeating: 1, count: count)
    }

    mutating func find(_ member: Int) -> Int {
        var at = member
        while parent[at] != at {
            parent[at] = parent[parent[at]]
            at = parent[at]
        }
        return at
    }

    /// Joins two sets by their names and answers the name of both together.
    mutating func join(_ a: Int, _ b: Int) -> Int {
        let (small, large) = size[a] < size[b] ? (a, b) : (b, a)
        parent[small] = large
        size[large] += size[small]
        return large
    }
}
