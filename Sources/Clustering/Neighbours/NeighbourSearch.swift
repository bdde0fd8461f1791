import Core

/// Exact search for the nearest neighbours of all packed vectors: tiles of them against each other, every pair of tiles once for
/// both sides. Memory: the lists that are asked for, and a tile of bounds a thread.
struct NeighbourSearch {
    /// Panels in a tile, so that two tiles of common dimensions stay in the second cache.
    private static let tilePanels = 8
    private static let tile = tilePanels * PackedVectors.width

    let vectors: PackedVectors
    let exact: ExactDistance
    let crew: Crew

    /// The `count` nearest others of every place, or as many as there are.
    func lists(_ count: Int, _ progress: WorkProgress) throws -> [NearestList] {
        let tileCount = (vectors.panelCount + Self.tilePanels - 1) / Self.tilePanels
        let tiles = (0..<tileCount).map { Lock(TileLists(places: places($0), capacity: count)) }
        let counter = Counter()
        try crew.each(tileCount) { tile in
            let blocks = blocks(tile)
            defer { blocks.forEach { $0.deallocate() } }
            var bounds = [SIMD8<Float>](repeating: .zero, count: blocks.count * BoundBlock.height * Self.tilePanels)
            for other in tile..<tileCount {
                fill(&bounds, blocks, other)
                // Always the lower tile first, so that no two threads wait for each other.
                tiles[tile].withLock { mine in
                    if other == tile {
                        mine.takeWithin(bounds, exact, vectors)
                    } else {
                        tiles[other].withLock { mine.take(&$0, bounds, exact, vectors) }
                    }
                }
            }
            // The first tile meets all others, the last one only itself.
            let rest = 1 - Double(counter.next()) / Double(tileCount)
            try progress.at(1 - rest * rest)
        }
        return tiles.flatMap { $0.withLock(\.lists) }
    }

    private func places(_ tile: Int) -> Range<Int> { tile * Self.tile..<min(vectors.count, (tile + 1) * Self.tile) }

    private func blocks(_ tile: Int) -> [BoundBlock] {
        let places = Array(places(tile))
        let height = BoundBlock.height
        return stride(from: 0, to: places.count, by: height).map { BoundBlock(vectors, places[$0..<min(places.count, $0 + height)]) }
    }

    /// Bounds of the distances of a tile's blocks to the vectors of the tile `other`, a row a vector.
    private func fill(_ bounds: inout [SIMD8<Float>], _ blocks: [BoundBlock], _ other: Int) {
        let first = other * Self.tilePanels
        let (width, last) = (Self.tilePanels, min(vectors.panelCount, first + Self.tilePanels))
        bounds.withUnsafeMutableBufferPointer { bounds in
            for panel in first..<last {
                for (index, block) in blocks.enumerated() {
                    let (a, b, c, d) = block.bounds(vectors, panel: panel)
                    let at = index * BoundBlock.height * width + panel - first
                    bounds[at] = a
                    bounds[at + width] = b
                    bounds[at + 2 * width] = c
                    bounds[at + 3 * width] = d
                }
            }
        }
    }

    /// What has been found for the places of a tile.
    private struct TileLists {
        let places: Range<Int>
        var lists: [NearestList]
        /// For each place the bound above which nothing is kept; the tile's last panel is filled up with what never is.
        var limits: [SIMD8<Float>]

        init(places: Range<Int>, capacity: Int) {
            self.places = places
            lists = Array(repeating: NearestList(capacity: capacity), count: places.count)
            limits = Array(repeating: SIMD8(repeating: -.infinity), count: NeighbourSearch.tilePanels)
            for index in 0..<places.count { limits[index / PackedVectors.width][index % PackedVectors.width] = .infinity }
        }

        mutating func take(_ other: inout TileLists, _ bounds: [SIMD8<Float>], _ exact: ExactDistance, _ vectors: PackedVectors) {
            for row in lists.indices {
                for panel in other.limits.indices {
                    let bound = bounds[row &* NeighbourSearch.tilePanels &+ panel]
                    let near = bound .<= pointwiseMax(other.limits[panel], SIMD8(repeating: limit(row)))
                    guard any(near) else { continue }
                    for lane in 0..<PackedVectors.width where near[lane] {
                        let column = panel &* PackedVectors.width &+ lane
                        guard column < other.places.count else { continue }
                        let square = exact.square(places.lowerBound + row, other.places.lowerBound + column)
                        offer(row, square, other.places.lowerBound + column, vectors)
                        other.offer(column, square, places.lowerBound + row, vectors)
                    }
                }
            }
        }

        mutating func takeWithin(_ bounds: [SIMD8<Float>], _ exact: ExactDistance, _ vectors: PackedVectors) {
            for row in lists.indices {
                for column in (row + 1)..<max(row + 1, lists.count) {
                    let (panel, lane) = (column / PackedVectors.width, column % PackedVectors.width)
                    guard bounds[row * NeighbourSearch.tilePanels + panel][lane] <= max(limit(row), limit(column)) else { continue }
                    let square = exact.square(places.lowerBound + row, places.lowerBound + column)
                    offer(row, square, places.lowerBound + column, vectors)
                    offer(column, square, places.lowerBound + row, vectors)
                }
            }
        }

        private func limit(_ index: Int) -> Float { limits[index / PackedVectors.width][index % PackedVectors.width] }

        private mutating func offer(_ index: Int, _ square: Double, _ place: Int, _ vectors: PackedVectors) {
            guard lists[index].offer(square, place), lists[index].isFull else { return }
            limits[index / PackedVectors.width][index % PackedVectors.width] = vectors.limit(lists[index].limit)
        }
    }
}
