/// An edge of a spanning tree between two places; its weight is a squared distance.
struct TreeEdge: Sendable, Equatable {
    let a: Int
    let b: Int
    let square: Double
}

/// A minimum spanning tree of the mutual reachability graph: every two vectors are joined by the largest of their distance and
/// both their core distances. Prim's algorithm, which needs each vector's distances to those not yet in the tree once, and
/// memory for a few such rows.
///
/// Two things keep it from computing all of them. A vector whose key has come down to its own core distance cannot come closer
/// and is measured no more. And only those pairs are measured in double precision whose lower bound is under the key.
struct SpanningTree {
    /// Rows computed in one pass over the table: the next vector's and those of the ones that seem to come after it.
    private static let batch = 16
    /// Rows kept for vectors that were expected and have not come yet.
    private static let rowLimit = 128

    private let vectors: PackedVectors
    private let exact: ExactDistance
    private let crew: Crew
    /// Squared core distances.
    private let cores: [Double]

    /// Squared mutual reachability to the nearest place in the tree, and that place.
    private var keys: [Double]
    private var nearest: [Int]
    private var isInTree: [Bool]
    private var queue = PlaceHeap()

    /// Those whose keys may still come down: their places, where each stands among them, and their keys as limits for bounds.
    private var open: [Int]
    private var standing: [Int]
    private var limits: [SIMD8<Float>]
    private var openCount: Int
    private var rows: BoundRows

    private init(_ vectors: PackedVectors, _ exact: ExactDistance, _ cores: [Double], _ crew: Crew) {
        self.vectors = vectors
        self.exact = exact
        self.crew = crew
        self.cores = cores
        let count = vectors.count
        keys = Array(repeating: .infinity, count: count)
        nearest = Array(repeating: 0, count: count)
        isInTree = Array(repeating: false, count: count)
        open = Array(0..<count)
        standing = open
        limits = Self.closed(count)
        for place in 0..<count { limits[place / PackedVectors.width][place % PackedVectors.width] = .infinity }
        openCount = count
        rows = BoundRows(vectors)
    }

    /// The `vectors.count - 1` edges in the order in which the tree grows from place 0.
    static func edges(
        _ vectors: PackedVectors, _ exact: ExactDistance, cores: [Double], _ crew: Crew, _ progress: WorkProgress
    ) throws -> [TreeEdge] {
        var tree = SpanningTree(vectors, exact, cores, crew)
        var edges: [TreeEdge] = []
        let count = vectors.count
        edges.reserveCapacity(count)
        var place = 0
        while true {
            try tree.enter(place)
            if edges.count & 63 == 0 {
                let rest = Double(count - edges.count) / Double(count)
                try progress.at(1 - rest * rest)
            }
            guard let next = tree.next() else { return edges }
            edges.append(TreeEdge(a: tree.nearest[next], b: next, square: tree.keys[next]))
            place = next
        }
    }

    /// The place outside the tree that is nearest to it.
    private mutating func next() -> Int? {
        while let entry = queue.pop() {
            if isCurrent(entry) { return entry.place }
        }
        return nil
    }

    private func isCurrent(_ entry: PlaceHeap.Entry) -> Bool { !isInTree[entry.place] && keys[entry.place] == entry.key }

    private mutating func enter(_ place: Int) throws {
        isInTree[place] = true
        close(place)
        guard openCount > 0 else { return }
        if !rows.places.contains(place) { try fetch(place) }
        guard let row = rows.take(place) else { return }
        // Nothing comes closer through this place than its core distance.
        let floor = SIMD8<Float>(repeating: Float(cores[place] * vectors.scale).nextDown)
        for panel in row.indices {
            let near = pointwiseMax(row[panel], floor) .<= limits[panel]
            if any(near) { measure(place, panel, near) }
        }
    }

    private mutating func measure(_ place: Int, _ panel: Int, _ near: SIMDMask<SIMD8<Int32>>) {
        for lane in 0..<PackedVectors.width where near[lane] {
            let other = open[panel &* PackedVectors.width &+ lane]
            let floor = max(cores[place], cores[other])
            guard floor < keys[other] else { continue }
            let square = max(floor, exact.square(place, other))
            guard square < keys[other] else { continue }
            keys[other] = square
            nearest[other] = place
            queue.push(PlaceHeap.Entry(key: square, place: other))
            if square == cores[other] { close(other) } else { limits[panel][lane] = vectors.limit(square) }
        }
    }

    /// Asks for no more distances to `place`.
    private mutating func close(_ place: Int) {
        let at = standing[place]
        guard at >= 0 else { return }
        standing[place] = -1
        openCount -= 1
        limits[at / PackedVectors.width][at % PackedVectors.width] = -.infinity
    }

    /// Computes the row of `place` together with those of the next in the queue.
    private mutating func fetch(_ place: Int) throws {
        if openCount <= open.count * 3 / 4 { shrink() }
        var chosen = [place]
        var seen: [PlaceHeap.Entry] = []
        while chosen.count < Self.batch, let entry = queue.pop() {
            guard isCurrent(entry) else { continue }
            seen.append(entry)
            if !rows.places.contains(entry.place) { chosen.append(entry.place) }
        }
        for entry in seen { queue.push(entry) }
        let surplus = rows.places.count + chosen.count - Self.rowLimit
        if surplus > 0 {
            for late in rows.places.sorted(by: { (keys[$0], $0) > (keys[$1], $1) }).prefix(surplus) { rows.drop(late) }
        }
        try rows.add(chosen, of: vectors, crew)
    }

    private mutating func shrink() {
        let kept = open.indices.filter { standing[open[$0]] >= 0 }
        let old = limits
        let places = kept.map { open[$0] }
        limits = Self.closed(places.count)
        for (at, before) in kept.enumerated() {
            limits[at / PackedVectors.width][at % PackedVectors.width] = old[before / PackedVectors.width][before % PackedVectors.width]
            standing[places[at]] = at
        }
        open = places
        rows.shrink(to: kept, kept: places, of: vectors)
    }

    private static func closed(_ count: Int) -> [SIMD8<Float>] {
        Array(repeating: SIMD8(repeating: -.infinity), count: PackedVectors.panelCount(count))
    }
}
