import Core
import Database
import Glibc

/// SQL of a project's statistics: one pass over its images, one over its annotations.
enum StatisticsStore {
    static func ofProject(_ connection: Connection, _ projectID: ID) throws -> ProjectStatistics {
        var statistics = ProjectStatistics(
            images: 0, annotations: 0, unlabeled: 0, byStatus: zero(ImageStatus.self), byReviewStatus: zero(ReviewStatus.self),
            bySplit: zero(Split.self), byLabel: [], boxArea: Histogram(from: -5, to: 0, bins: 20),
            boxAspect: Histogram(from: -3, to: 3, bins: 24))
        try connection.forEach(
            """
            SELECT status, review_status, split, count(*), sum(CASE WHEN annotation_count = 0 THEN 1 ELSE 0 END) FROM images
            WHERE project_id = $1 AND deleted_at IS NULL GROUP BY status, review_status, split
            """, projectID
        ) { row in
            let count = try row.int(3)
            statistics.images += count
            statistics.unlabeled += try row.int(4)
            statistics.byStatus[try row.text(0), default: 0] += count
            statistics.byReviewStatus[try row.text(1), default: 0] += count
            statistics.bySplit[try row.text(2), default: 0] += count
        }
        statistics.byLabel = try labels(connection, projectID)
        statistics.annotations = statistics.byLabel.reduce(0) { $0 + $1.annotations }
        try addShapes(connection, projectID, to: &statistics)
        return statistics
    }

    private static func zero<Value: WireEnum>(_ type: Value.Type) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: Value.allCases.map { ($0.rawValue, 0) })
    }

    private static func labels(_ connection: Connection, _ projectID: ID) throws -> [LabelCount] {
        try connection.query(
            """
            SELECT l.id, l.name, l.color, count(a.id), count(DISTINCT a.image_id) FROM labels l
            LEFT JOIN (SELECT a.id, a.label_id, a.image_id FROM annotations a JOIN images i ON i.id = a.image_id
                WHERE a.deleted_at IS NULL AND i.deleted_at IS NULL AND i.project_id = $1) a ON a.label_id = l.id
            WHERE l.project_id = $1 GROUP BY l.id, l.name, l.color, l.position ORDER BY l.position, l.id
            """, projectID
        ) { row in
            LabelCount(
                labelID: try row.id(0), name: try row.text(1), color: try row.text(2), annotations: try row.int(3),
                images: try row.int(4))
        }
    }

    private static func addShapes(_ connection: Connection, _ projectID: ID, to statistics: inout ProjectStatistics) throws {
        try connection.forEach(
            """
            SELECT a.max_x - a.min_x, a.max_y - a.min_y, i.width, i.height FROM images i JOIN annotations a ON a.image_id = i.id
            WHERE i.project_id = $1 AND i.deleted_at IS NULL AND a.deleted_at IS NULL AND a.geometry_type <> 'image'
            """, projectID
        ) { row in
            let width = try row.double(0), height = try row.double(1)
            let area = Double(try row.int(2)) * Double(try row.int(3))
            guard width > 0, height > 0, area > 0 else { return }
            statistics.boxArea.add(log10(width * height / area))
            statistics.boxAspect.add(log2(width / height))
        }
    }
}
