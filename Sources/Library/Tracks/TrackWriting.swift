import Core
import Database

/// Writes what a track's plan decided: the annotations with their history, the counts, and the news of each image.
enum TrackWriting {
    static func write(
        _ changes: [TrackPlan.Change], _ connection: Connection, stored: [Annotation], by userID: ID?, at now: Timestamp, news: ImageNews
    ) throws {
        guard let first = changes.first else { return }
        let before = Dictionary(uniqueKeysWithValues: stored.map { ($0.id, $0) })
        _ = try AnnotationStore.apply(changes.map { ($0.imageID, $0.change) }, connection, stored: before, by: userID, at: now)
        var growth: [ID: Int] = [:]
        var labels: [ID: Int] = [:]
        for change in changes {
            let label = before[change.change.id]?.labelID
            switch change.change {
            case .insert(_, let content), .restore(_, let content, _):
                growth[change.imageID, default: 0] += 1
                labels[content.labelID, default: 0] += 1
            case .update(_, let content, _):
                growth[change.imageID, default: 0] += 0
                if let label { labels[label, default: 0] -= 1 }
                labels[content.labelID, default: 0] += 1
            case .delete:
                growth[change.imageID, default: 0] -= 1
                if let label { labels[label, default: 0] -= 1 }
            }
        }
        try countImages(connection, growth, at: now)
        let project = try connection.first("SELECT project_id FROM images WHERE id = $1", first.imageID) { try $0.id(0) }
        guard let project else { throw FoveaError.bug("a frame without an image") }
        try AnnotationCounters.add(connection, projectID: project, labels: labels, total: growth.values.reduce(0, +), at: now)
        try news.annotations(Dictionary(grouping: changes, by: \.imageID).mapValues { $0.map(\.change.id) }, by: userID, in: connection)
    }

    /// As `AnnotationCounters.record` does it for one image.
    private static func countImages(_ connection: Connection, _ growth: [ID: Int], at now: Timestamp) throws {
        let images = growth.keys.sorted()
        let isNamed = connection.dialect.contains("id", "$1", .idList)
        let approved = try connection.query("SELECT id FROM images WHERE \(isNamed) AND review_status = 'APPROVED' ORDER BY id", images) {
            try $0.id(0)
        }
        try connection.executeMany(
            """
            UPDATE images SET annotation_count = annotation_count + $2, updated_at = $3,
            status = CASE WHEN status = 'NEW' THEN 'IN_PROGRESS' ELSE status END,
            review_status = CASE WHEN review_status = 'APPROVED' THEN 'UNREVIEWED' ELSE review_status END,
            is_null = CASE WHEN annotation_count + $2 > 0 THEN 0 ELSE is_null END WHERE id = $1
            """, images.map { [.id($0), (growth[$0] ?? 0).sqlValue, now.sqlValue] })
        if !approved.isEmpty { try TaskStore.follow(connection, approved) }
    }
}
