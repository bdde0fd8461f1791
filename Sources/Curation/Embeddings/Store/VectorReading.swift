import Clustering
import Core
import Database

/// Vectors read into memory, a portion after the other.
enum VectorReading {
    private static let portion = 500

    /// All that `page` answers: images behind an id with their vectors, by id, so many at most. Vectors of another length than
    /// `dimension` are passed over.
    static func all(
        _ database: Database, dimension: Int, page: @escaping @Sendable (Connection, _ after: ID, _ limit: Int) throws -> [(id: ID, vector: [Float])]
    ) async throws -> (ids: [ID], table: UnitTable) {
        var ids: [ID] = [], table = UnitTable(dimension: dimension), after = ID(high: 0, low: 0)
        while true {
            let place = after
            let rows = try await database.read { try page($0, place, portion) }
            for row in rows where row.vector.count == dimension {
                ids.append(row.id)
                table.append(row.vector)
            }
            guard let last = rows.last else { return (ids, table) }
            after = last.id
        }
    }
}
