import Core
import Database

/// Keeps the counts that lists show in step with the annotations, in the transaction that changes them.
enum AnnotationCounters {
    static func record(
        _ plan: AnnotationPlan, _ connection: Connection, image: ImageFacts, stored: [ID: Annotation], at now: Timestamp
    ) throws {
        var total = 0
        var labels: [ID: Int] = [:]
        for change in plan.changes {
            switch change {
            case .insert(_, let content), .restore(_, let content, _):
                total += 1
                labels[content.labelID, default: 0] += 1
            case .update(let id, let content, _):
                guard let old = stored[id]?.labelID, old != content.labelID else { continue }
                labels[old, default: 0] -= 1
                labels[content.labelID, default: 0] += 1
            case .delete(let id, _):
                total -= 1
                if let old = stored[id]?.labelID { labels[old, default: 0] -= 1 }
            }
        }
        let status = image.status == .new ? ImageStatus.inProgress : image.status
        // What was approved is no longer what is there: it waits for a review again.
        let review = image.reviewStatus == .approved ? ReviewStatus.unreviewed : image.reviewStatus
        // Where there is an object, there was something to label.
        try connection.execute(
            """
            UPDATE images SET annotation_count = annotation_count + $2, status = $3, updated_at = $4, review_status = $5,
            is_null = CASE WHEN annotation_count + $2 > 0 THEN 0 ELSE is_null END WHERE id = $1
            """, image.id, total, status.rawValue, now, review.rawValue)
        if review != image.reviewStatus { try TaskStore.follow(connection, [image.id]) }
        try add(connection, projectID: image.projectID, labels: labels, total: total, at: now)
    }

    /// Rows are touched in the order of their ids, so that two transactions never wait for each other in a circle.
    static func add(_ connection: Connection, projectID: ID, labels: [ID: Int], total: Int, at now: Timestamp) throws {
        let changed = labels.filter { $0.value != 0 }.sorted { $0.key < $1.key }
        try connection.executeMany(
            "UPDATE labels SET annotation_count = annotation_count + $2 WHERE id = $1",
            changed.map { [.id($0.key), $0.value.sqlValue] })
        try connection.execute(
            "UPDATE projects SET annotation_count = annotation_count + $2, updated_at = $3 WHERE id = $1", projectID, total, now)
    }
}
