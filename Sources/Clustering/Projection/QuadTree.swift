/// Points of the plane in nested squares, for forces that need not tell far points of a square apart (Barnes and Hut 1986).
struct QuadTree: Sendable {
    /// Squares are halved no further than this many times; what is then still together is as good as in one place.
    private static let depthLimit = 40

    private struct Node {
        var centre: SIMD2<Double>
        var count: Double
        var squareWidth: Double
        /// The node that follows when this one's parts are passed over; nodes lie before their parts.
        var next: Int
        var isLeaf: Bool
    }

    private var nodes: [Node] = []
    /// The leaf of each point.
    private var leaves: [Int]

    init(_ points: [SIMD2<Double>]) {
        leaves = Array(repeating: 0, count: points.count)
        let low = points.reduce(SIMD2(repeating: .infinity)) { pointwiseMin($0, $1) }
        let high = points.reduce(SIMD2(repeating: -.infinity)) { pointwiseMax($0, $1) }
        nodes.reserveCapacity(points.count * 2)
        add(Array(0..<points.count), points, centre: (low + high) / 2, width: max((high - low).max(), .leastNormalMagnitude), depth: 0)
    }

    private mutating func add(_ members: [Int], _ points: [SIMD2<Double>], centre: SIMD2<Double>, width: Double, depth: Int) {
        let index = nodes.count
        let mass = members.reduce(SIMD2<Double>.zero) { $0 + points[$1] } / Double(members.count)
        let isLeaf = members.count == 1 || depth == Self.depthLimit
        nodes.append(Node(centre: mass, count: Double(members.count), squareWidth: width * width, next: 0, isLeaf: isLeaf))
        if isLeaf {
            for member in members { leaves[member] = index }
        } else {
            var quarters = [[Int]](repeating: [], count: 4)
            for member in members {
                let point = points[member]
                quarters[(point.x >= centre.x ? 1 : 0) + (point.y >= centre.y ? 2 : 0)].append(member)
            }
            for (quarter, members) in quarters.enumerated() where !members.isEmpty {
                let shift = SIMD2(quarter & 1 == 1 ? width / 4 : -width / 4, quarter & 2 == 2 ? width / 4 : -width / 4)
                add(members, points, centre: centre + shift, width: width / 2, depth: depth + 1)
            }
        }
        nodes[index].next = nodes.count
    }

    /// What pushes the point `index` at `point` away, before division by the sum of all: each other point by its difference
    /// times the square of 1 / (1 + distance^2), and the sum of those fractions. A square counts as one point when its width
    /// is less than `angle` times its distance.
    func repulsion(_ index: Int, _ point: SIMD2<Double>, angle: Double) -> (force: SIMD2<Double>, sum: Double) {
        let squareAngle = angle * angle
        var force = SIMD2<Double>.zero
        var sum = 0.0
        nodes.withUnsafeBufferPointer { nodes in
            var at = 0
            while at < nodes.count {
                let node = nodes[at]
                let difference = point - node.centre
                let square = difference.x * difference.x + difference.y * difference.y
                guard node.isLeaf || node.squareWidth < squareAngle * square else {
                    at += 1
                    continue
                }
                let fraction = 1 / (1 + square)
                // The point itself is one of its own leaf.
                let mass = at == leaves[index] ? node.count - 1 : node.count
                sum += mass * fraction
                force += difference * (mass * fraction * fraction)
                at = node.next
            }
        }
        return (force, sum)
    }
}
