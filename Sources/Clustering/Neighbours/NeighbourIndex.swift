import CHNSW
import Core

/// A graph by which near vectors are found without looking at all: nearly always the nearest, never surely. For tables beyond a
/// hundred thousand rows; `Tests/ClusteringTests/NeighbourIndexTests` states how many of the true neighbours it finds.
///
/// `@unchecked Sendable`: the graph is only added to while it is built, by `init`, and only read from then on.
public final class NeighbourIndex: @unchecked Sendable {
    private let graph: OpaquePointer
    public let count: Int
    private let dimension: Int
    /// Neighbours a vector keeps a level, and how many are looked at while it is added: hnswlib's advice for high dimensions.
    private static let links = 24
    private static let building = 200
    /// How many are looked at in a search, at least.
    private static let breadth = 400
    /// Rows that a search can be asked for.
    public static let mostWanted = 200

    /// Adds every row of the table, several at a time. Takes minutes for large ones; memory: the vectors once more, and `2 * links`
    /// numbers a row.
    ///
    /// Throws `CancellationError` when no longer wanted, `FoveaError.unavailable` when memory runs out.
    public init(_ table: UnitTable, threads: Int? = nil, progress: WorkProgress = WorkProgress()) throws {
        var made: OpaquePointer?
        guard chnsw_make(table.dimension, table.count, Self.links, Self.building, &made) == 0, let made else { throw Self.noMemory }
        let graph = Graph(pointer: made)
        let (part, done) = (256, Counter())
        do {
            let parts = (table.count + part - 1) / part
            try Crew(threads: threads).each(parts) { index in
                for row in index * part..<min(table.count, (index + 1) * part) {
                    guard table[row].withUnsafeBufferPointer({ chnsw_add(graph.pointer, $0.baseAddress, row) }) == 0 else { throw Self.noMemory }
                }
                try progress.at(Double(done.next()) / Double(parts))
            }
        } catch {
            chnsw_free(made)
            throw error
        }
        chnsw_set_breadth(made, Self.breadth)
        self.graph = made
        count = table.count
        dimension = table.dimension
    }

    deinit { chnsw_free(graph) }

    /// The nearest `wanted` rows (`mostWanted` at most), nearest first.
    public func nearest(_ query: [Float], count wanted: Int) throws -> [UnitTable.Match] {
        precondition(query.count == dimension)
        let wanted = min(wanted, Self.mostWanted, count)
        guard wanted > 0 else { return [] }
        var numbers = [Int](repeating: 0, count: wanted), products = [Float](repeating: 0, count: wanted), found = 0
        let status = numbers.withUnsafeMutableBufferPointer { numbers in
            numbers.withMemoryRebound(to: UInt.self) { chnsw_search(graph, query, wanted, $0.baseAddress, &products, &found) }
        }
        guard status == 0 else { throw Self.noMemory }
        return zip(numbers, products).prefix(found).map { UnitTable.Match(row: $0, similarity: $1) }
    }

    private static var noMemory: FoveaError { FoveaError(.unavailable, "There is not enough memory for the index of similar images.") }

    /// `@unchecked Sendable`: hnswlib lets several threads add at once.
    private struct Graph: @unchecked Sendable {
        let pointer: OpaquePointer
    }
}
