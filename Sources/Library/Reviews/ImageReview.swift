import Core
import Database

/// What a reviewer said about an image, and about which state of it.
public struct ImageReview: WireObject {
    public var id: ID
    public var imageID: ID
    public var reviewerID: ID
    public var reviewer: String
    public var annotatorID: ID?
    public var annotator: String?
    public var verdict: ReviewStatus
    public var comment: String
    public var annotationCount: Int
    public var lastChangeID: ID?
    public var isStale: Bool
    public var createdAt: Timestamp

    public static let fields = Fields<Self>(
        "ImageReview",
        Field("id", \.id),
        Field("image_id", \.imageID),
        Field("reviewer_id", \.reviewerID),
        Field("reviewer", \.reviewer),
        Field("annotator_id", \.annotatorID, "Whose work it was: who had the task, else who last changed the annotations."),
        Field("annotator", \.annotator),
        Field("verdict", \.verdict, "UNREVIEWED takes the review before it back."),
        Field("comment", \.comment),
        Field("annotation_count", \.annotationCount, "At that time."),
        Field("last_change_id", \.lastChangeID, "The newest entry of the annotations' history at that time."),
        Field("is_stale", \.isStale, "The annotations have been changed since."),
        Field("created_at", \.createdAt))
}

/// SQL of reviews.
enum ReviewStore {
    /// Newest first, before the one that `before` names.
    static func page(_ connection: Connection, _ imageID: ID, before: ID?, limit: Int) throws -> [ImageReview] {
        try connection.query(
            """
            SELECT r.id, r.image_id, r.reviewer_id, u.username, r.annotator_id, a.username, r.verdict, r.comment, r.annotation_count,
            r.last_change_id, EXISTS (SELECT 1 FROM annotation_history h WHERE h.image_id = r.image_id
                AND (r.last_change_id IS NULL OR h.id > r.last_change_id)), r.created_at
            FROM reviews r JOIN users u ON u.id = r.reviewer_id LEFT JOIN users a ON a.id = r.annotator_id
            WHERE r.image_id = $1 AND r.id < $2 ORDER BY r.id DESC LIMIT $3
            """, imageID, before ?? ID(high: .max, low: .max), limit
        ) { row in
            var read = row.reader()
            return ImageReview(
                id: try read.id(), imageID: try read.id(), reviewerID: try read.id(), reviewer: try read.text(),
                annotatorID: try read.optionalID(), annotator: try read.optionalText(), verdict: try read.value(),
                comment: try read.text(), annotationCount: try read.int(), lastChangeID: try read.optionalID(),
                isStale: try read.bool(), createdAt: try read.time())
        }
    }

    static func insert(
        _ connection: Connection, _ images: [Reviewed], _ verdict: ReviewStatus, comment: String, by userID: ID, at now: Timestamp
    ) throws {
        let columns = [
            "id", "image_id", "reviewer_id", "annotator_id", "verdict", "comment", "annotation_count", "last_change_id", "created_at",
        ]
        try connection.copyIn(
            "reviews", columns: columns,
            rows: images.map { image -> [SQLValue] in
                [
                    .id(.make(at: now)), .id(image.id), .id(userID), image.annotatorID.sqlValue, .text(verdict.rawValue), .text(comment),
                    image.annotationCount.sqlValue, image.lastChangeID.sqlValue, now.sqlValue,
                ]
            })
    }

    /// An image as a reviewer finds it.
    struct Reviewed {
        var id: ID
        var status: ImageStatus
        var annotationCount: Int
        var lastChangeID: ID?
        var annotatorID: ID?
    }

    /// The living ones among these images, kept from other writers until the transaction ends.
    static func lock(_ connection: Connection, _ ids: [ID], projectID: ID) throws -> [Reviewed] {
        let isNamed = connection.dialect.contains("i.id", "$1", .idList)
        let newest = "FROM annotation_history h WHERE h.image_id = i.id"
        return try connection.query(
            """
            SELECT i.id, i.status, i.annotation_count, (SELECT h.id \(newest) ORDER BY h.id DESC LIMIT 1),
            coalesce((SELECT t.user_id FROM tasks t WHERE t.image_id = i.id AND t.kind = 'label' AND t.layer_id IS NULL),
                (SELECT h.user_id \(newest) AND h.user_id IS NOT NULL ORDER BY h.id DESC LIMIT 1))
            FROM images i WHERE \(isNamed) AND i.project_id = $2 AND i.deleted_at IS NULL ORDER BY i.id\(connection.dialect.forUpdate)
            """, ids, projectID
        ) { row in
            Reviewed(
                id: try row.id(0), status: try row.value(1), annotationCount: try row.int(2), lastChangeID: try row.optionalID(3),
                annotatorID: try row.optionalID(4))
        }
    }
}
