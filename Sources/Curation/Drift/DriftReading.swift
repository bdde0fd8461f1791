import Core
import Database
import Embedding
import ImageQuality
import Library

/// What a comparison of two sets reads.
enum DriftReading {
    private static let mostMeasured = 20_000
    private static let mostVectors = 1_000

    /// One set's numbers, by name, and the rest of what is compared.
    struct Side: Sendable {
        var ids: [ID]
        var objects: [ID: Int]
        var measured: Int
        var numbers: [String: [Double]]
        var vectors: [[Float]]
    }

    static let names = ["width", "height", "aspect", "size_bytes", "objects"] + QualityMetric.allCases.map(\.rawValue)

    static func side(_ connection: Connection, _ projectID: ID, _ set: ImageSet, _ embedder: Embedder?) throws -> Side {
        let ids = try ImageStore.ids(connection, matching: set.query, projectID: projectID)
        let measured = thinned(ids, mostMeasured)
        return Side(
            ids: ids, objects: try objects(connection, projectID, set), measured: measured.count, numbers: try numbers(connection, measured),
            vectors: try embedder.map { try vectors(connection, thinned(ids, mostVectors), $0) } ?? [])
    }

    /// As many at most, evenly spread over the order of coming.
    private static func thinned(_ ids: [ID], _ most: Int) -> [ID] {
        ids.count <= most ? ids : (0..<most).map { ids[$0 * ids.count / most] }
    }

    /// How many objects each label has.
    private static func objects(_ connection: Connection, _ projectID: ID, _ set: ImageSet) throws -> [ID: Int] {
        let (condition, values) = ImageStore.matching(connection.dialect, projectID, set.query)
        let rows = try connection.query(
            """
            SELECT a.label_id, count(*) FROM images i JOIN annotations a ON a.image_id = i.id
            WHERE \(condition) AND a.deleted_at IS NULL GROUP BY a.label_id
            """, values: values
        ) { (try $0.id(0), try $0.int(1)) }
        return Dictionary(rows, uniquingKeysWith: +)
    }

    private static func numbers(_ connection: Connection, _ ids: [ID]) throws -> [String: [Double]] {
        var numbers: [String: [Double]] = [:]
        let metrics = QualityMetric.allCases.map { "q.\($0.rawValue)" }.joined(separator: ", ")
        try connection.forEach(
            """
            SELECT i.width, i.height, i.size_bytes, i.annotation_count, \(metrics) FROM images i
            LEFT JOIN image_quality q ON q.image_id = i.id WHERE \(connection.dialect.contains("i.id", "$1", .idList))
            """, ids
        ) { row in
            let (width, height) = (Double(try row.int(0)), Double(try row.int(1)))
            let plain = [width, height, height > 0 ? width / height : nil, Double(try row.int64(2)), Double(try row.int(3))]
            for (name, value) in zip(names, plain) { if let value { numbers[name, default: []].append(value) } }
            for (place, name) in names.dropFirst(plain.count).enumerated() {
                guard let value = try row.optionalDouble(4 + place), value.isFinite else { continue }
                numbers[name, default: []].append(value)
            }
        }
        return numbers
    }

    private static func vectors(_ connection: Connection, _ ids: [ID], _ embedder: Embedder) throws -> [[Float]] {
        try connection.query(
            """
            SELECT vector FROM image_vectors WHERE embedder_id = $2 AND vector IS NOT NULL
            AND \(connection.dialect.contains("image_id", "$1", .idList)) ORDER BY image_id
            """, ids, embedder.id
        ) { try VectorStore.read($0, 0) }.filter { $0.count == embedder.dimension }
    }
}
