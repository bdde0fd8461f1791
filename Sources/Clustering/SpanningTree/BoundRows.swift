/// Rows of lower bounds: from some vectors to all those of a table that is still of interest, computed several rows at a time
/// because each pass over the table costs as much as its memory takes to read.
struct BoundRows {
    /// Panels that a thread takes at once.
    private static let piece = 64

    private(set) var table: PackedVectors
    private var rows: [Int: [SIMD8<Float>]] = [:]

    init(_ table: PackedVectors) { self.table = table }

    var places: Dictionary<Int, [SIMD8<Float>]>.Keys { rows.keys }

    mutating func take(_ place: Int) -> [SIMD8<Float>]? { rows.removeValue(forKey: place) }
    mutating func drop(_ place: Int) { rows[place] = nil }

    /// Computes the rows of `places` of `source`.
    mutating func add(_ places: [Int], of source: PackedVectors, _ crew: Crew) throws {
        let height = BoundBlock.height
        let blocks = stride(from: 0, to: places.count, by: height).map { BoundBlock(source, places[$0..<min(places.count, $0 + height)]) }
        defer { blocks.forEach { $0.deallocate() } }
        let panels = table.panelCount
        let pieces = (panels + Self.piece - 1) / Self.piece
        // Each thread writes the panels of its own pieces.
        nonisolated(unsafe) let out = UnsafeMutablePointer<SIMD8<Float>>.allocate(capacity: max(1, blocks.count * height * panels))
        nonisolated(unsafe) let shared = blocks
        defer { out.deallocate() }
        let table = table
        try crew.each(pieces) { piece in
            for panel in piece * Self.piece..<min(panels, (piece + 1) * Self.piece) {
                for (index, block) in shared.enumerated() {
                    let (a, b, c, d) = block.bounds(table, panel: panel)
                    let at = out + (index * height * panels + panel)
                    at.initialize(to: a)
                    (at + panels).initialize(to: b)
                    (at + 2 * panels).initialize(to: c)
                    (at + 3 * panels).initialize(to: d)
                }
            }
        }
        for (row, place) in places.enumerated() {
            rows[place] = Array(UnsafeBufferPointer(start: out + row * panels, count: panels))
        }
    }

    /// Goes on with the vectors at some places of the table alone, which are `kept` of `source`.
    mutating func shrink(to places: [Int], kept: [Int], of source: PackedVectors) {
        table = PackedVectors(source, places: kept)
        let width = PackedVectors.width
        rows = rows.mapValues { row in
            var out = [SIMD8<Float>](repeating: SIMD8(repeating: .infinity), count: PackedVectors.panelCount(places.count))
            for (place, old) in places.enumerated() { out[place / width][place % width] = row[old / width][old % width] }
            return out
        }
    }
}
