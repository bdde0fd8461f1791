import Clustering
import Core
import Database

/// The vectors of the projects that are searched, in memory within a budget; what came since the last search is read before each.
///
/// Exact up to `indexFrom` vectors. Beyond that a graph is built behind the scenes, once and again when the table has grown by a
/// quarter; until it stands, and for what came after it, the search is exact. A project that is larger than the whole budget is
/// read from the database for each search, a portion at a time.
public actor VectorCache {
    struct Key: Hashable, Sendable {
        let project: ID
        let embedder: ID
    }

    struct Match: Sendable, Equatable {
        let imageID: ID
        let similarity: Float
    }

    private final class Entry {
        var ids: [ID] = []
        var table: UnitTable
        var position = 0
        var lastUse = ContinuousClock.now
        var reading: Task<Void, any Error>?
        var index: NeighbourIndex?
        var isIndexing = false

        init(dimension: Int) { table = UnitTable(dimension: dimension) }
    }

    private var entries: [Key: Entry] = [:]
    private let database: Database
    private let budget: Int
    private let indexFrom: Int
    private let executor: BlockingExecutor
    private let builder: BlockingExecutor
    private static let portion = 1000

    /// - Parameters:
    ///   - budget: bytes of vectors, of all projects together; the graphs of large ones take as much again.
    ///   - indexFrom: vectors from which on a graph is built.
    public init(database: Database, budget: Int, indexFrom: Int = 100_000) {
        self.database = database
        self.budget = budget
        self.indexFrom = indexFrom
        executor = BlockingExecutor(name: "similarity search", threads: 2, queueLimit: 256)
        builder = BlockingExecutor(name: "similarity index", threads: 1, queueLimit: 16)
    }

    /// The nearest images to a vector of length 1, nearest first. Some of them may be in the bin by now, or gone.
    func nearest(_ key: Key, _ query: [Float], count: Int) async throws -> [Match] {
        let size = try await database.read { try VectorStore.count($0, project: key.project, embedder: key.embedder) }
        guard size * query.count * 4 <= budget else { return try await nearestInDatabase(key, query, count) }
        let entry = try await fresh(key, dimension: query.count)
        let (table, index, ids) = (entry.table, entry.index, entry.ids)
        indexIfLarge(key, entry)
        let found = try await executor.run { try Self.search(table, index, query, count) }
        return found.map { Match(imageID: ids[$0.row], similarity: $0.similarity) }
    }

    /// All vectors of a project as they are now, with the images they are of. Throws `conflict` for a project that is larger than the
    /// whole budget.
    func all(_ key: Key, dimension: Int) async throws -> (ids: [ID], table: UnitTable) {
        let size = try await database.read { try VectorStore.count($0, project: key.project, embedder: key.embedder) }
        guard size * dimension * 4 <= budget else {
            throw FoveaError(
                .conflict,
                """
                The vectors of this project take \(size * dimension * 4 >> 20) MiB, and \(budget >> 20) MiB are set aside for them: \
                the operator can raise FOVEA_VECTOR_MEMORY.
                """)
        }
        let entry = try await fresh(key, dimension: dimension)
        return (entry.ids, entry.table)
    }

    /// By the graph and exactly among the rows that are not in it; exactly among all where there is none.
    private static func search(_ table: UnitTable, _ index: NeighbourIndex?, _ query: [Float], _ count: Int) throws -> [UnitTable.Match] {
        guard let index, count <= NeighbourIndex.mostWanted else { return try table.nearest(query, count: count) }
        let recent = try table.nearest(query, count: count, from: index.count)
        return Array((try index.nearest(query, count: count) + recent).sorted { $0.similarity > $1.similarity }.prefix(count))
    }

    /// The entry with everything in it that is in the database.
    private func fresh(_ key: Key, dimension: Int) async throws -> Entry {
        let entry = entries[key] ?? Entry(dimension: dimension)
        entries[key] = entry
        entry.lastUse = .now
        // One reader at a time: who comes meanwhile reads what has come since, behind it.
        while let reading = entry.reading { try await reading.value }
        let reading = Task { try await read(key, into: entry) }
        entry.reading = reading
        defer { entry.reading = nil }
        try await reading.value
        makeRoom(keeping: key)
        return entry
    }

    private func read(_ key: Key, into entry: Entry) async throws {
        while true {
            let position = entry.position
            let rows = try await database.read {
                try VectorStore.page($0, project: key.project, embedder: key.embedder, after: position, limit: Self.portion)
            }
            for row in rows where row.vector.count == entry.table.dimension {
                entry.table.append(row.vector)
                entry.ids.append(row.imageID)
            }
            guard let last = rows.last else { return }
            entry.position = last.position
        }
    }

    /// Lets go of what was not searched for longest.
    private func makeRoom(keeping key: Key) {
        var total = entries.values.reduce(0) { $0 + $1.table.bytes }
        let others = entries.filter { $0.key != key && $0.value.reading == nil }.sorted { $0.value.lastUse < $1.value.lastUse }
        for (other, entry) in others where total > budget {
            total -= entry.table.bytes
            entries[other] = nil
        }
    }

    private func indexIfLarge(_ key: Key, _ entry: Entry) {
        let count = entry.table.count
        guard count >= indexFrom, !entry.isIndexing, count >= (entry.index?.count ?? 0) * 5 / 4 else { return }
        entry.isIndexing = true
        let table = entry.table
        Task {
            entry.index = try? await builder.run { try NeighbourIndex(table, threads: 1) }
            entry.isIndexing = false
        }
    }

    private func nearestInDatabase(_ key: Key, _ query: [Float], _ count: Int) async throws -> [Match] {
        var (best, position) = ([Match](), 0)
        while true {
            let place = position
            let rows = try await database.read {
                try VectorStore.page($0, project: key.project, embedder: key.embedder, after: place, limit: Self.portion)
            }
            guard let last = rows.last else { return best }
            let found = try await executor.run {
                var table = UnitTable(dimension: query.count)
                for row in rows { table.append(row.vector) }
                return try table.nearest(query, count: count).map { Match(imageID: rows[$0.row].imageID, similarity: $0.similarity) }
            }
            best = Array((best + found).sorted { $0.similarity > $1.similarity }.prefix(count))
            position = last.position
        }
    }
}
