import Clustering
import Core
import Database

/// Vectors read into memory, a portion after the other.
enum VectorReading {
    private static let portion = 1000

    /// All that `page` answers: images behind a place with their vectors, in the order of places, so many at most. Vectors of
    /// another length than `dimension` are passed over. `step` is told how many are read, and may throw.
    static func all<Place: Sendable>(
        _ database: Database, dimension: Int, from start: Place, step: (Int) throws -> Void = { _ in },
        page: @escaping @Sendable (Connection, _ after: Place, _ limit: Int) throws -> [(id: ID, place: Place, vector: [Float])]
    ) async throws -> (ids: [ID], table: UnitTable) {
        var ids: [ID] = [], table = UnitTable(dimension: dimension), after = start
        while true {
            try step(ids.count)
            let place = after
            let rows = try await database.read { try page($0, place, portion) }
            for row in rows where row.vector.count == dimension {
                ids.append(row.id)
                table.append(row.vector)
            }
            guard let last = rows.last else { return (ids, table) }
            after = last.place
        }
    }

    /// Those of a project's images that are not in the bin, in the order in which they came.
    static func living(
        _ database: Database, project: ID, _ embedder: Embedder, step: (Int) throws -> Void
    ) async throws -> (ids: [ID], table: UnitTable) {
        try await all(database, dimension: embedder.dimension, from: 0, step: step) { connection, after, limit in
            try VectorStore.livingPage(connection, project: project, embedder: embedder.id, after: after, limit: limit).map {
                ($0.imageID, $0.position, $0.vector)
            }
        }
    }
}
