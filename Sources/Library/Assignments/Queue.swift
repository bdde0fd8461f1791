import Core
import Database
import HTTPServer

/// One image that waits for the caller.
public struct QueueItem: WireObject {
    public var kind: TaskKind
    public var image: Image
    public var layerID: ID?
    public var assignmentID: ID?
    public var isReturned: Bool
    public var dueAt: Timestamp?
    public var note: String?

    public static let fields = Fields<Self>(
        "QueueItem",
        Field("kind", \.kind),
        Field("image", \.image, "For a layer, with the layer's own status and count of annotations."),
        Field("layer_id", \.layerID, "To be labelled in a layer of one's own, apart from the image's annotations."),
        Field("assignment_id", \.assignmentID),
        Field("is_returned", \.isReturned, "A reviewer sent it back: the image's reviews say why."),
        Field("due_at", \.dueAt),
        Field("note", \.note))
}

struct QueueQuery: WireInput {
    var kind = TaskKind.label
    var limit = Page<JSON>.defaultLimit
    var cursor: Cursor?
    init() {}
    static let fields = Fields<Self>("QueueQuery", Field("kind", \.kind, optional: true), .limit(\.limit), .cursor(\.cursor))
}

/// How much waits for the caller in one project.
public struct QueueSummary: WireObject {
    public var projectID: ID
    public var projectName: String
    public var toLabel: Int
    public var returned: Int
    public var toReview: Int
    public var dueAt: Timestamp?

    public static let fields = Fields<Self>(
        "QueueSummary",
        Field("project_id", \.projectID),
        Field("project_name", \.projectName),
        Field("to_label", \.toLabel),
        Field("returned", \.returned, "Of those to label: sent back by a reviewer."),
        Field("to_review", \.toReview),
        Field("due_at", \.dueAt, "The first day on which an assignment with something left to do is due."))
}

/// SQL of queues.
enum QueueStore {
    private static let rest = ImageStore.columnCount

    /// What somebody is to label: what was sent back first, then in the order in which it was given.
    static func toLabel(_ connection: Connection, _ projectID: ID, _ userID: ID, after: (rank: Int, id: ID)?, limit: Int) throws -> Page<QueueItem> {
        let rows = try connection.query(
            """
            SELECT \(ImageStore.columns), t.id, t.rank, t.layer_id, t.assignment_id, a.due_at, a.note, l.status, l.annotation_count
            FROM tasks t JOIN images i ON i.id = t.image_id LEFT JOIN assignments a ON a.id = t.assignment_id
            LEFT JOIN layers l ON l.id = t.layer_id
            WHERE t.user_id = $1 AND t.project_id = $2 AND t.kind = 'label' AND t.is_open = 1 AND i.deleted_at IS NULL
            AND (t.rank, t.id) > ($3, $4) ORDER BY t.rank, t.id LIMIT $5
            """, userID, projectID, after?.rank ?? -1, after?.id ?? ID(high: 0, low: 0), limit + 1
        ) { row in
            var image = try ImageStore.read(row)
            let layerID = try row.optionalID(rest + 2)
            if layerID != nil {
                image.status = try row.value(rest + 6)
                image.annotationCount = try row.int(rest + 7)
                image.reviewStatus = .unreviewed
            }
            let rank = try row.int(rest + 1)
            let item = QueueItem(
                kind: .label, image: image, layerID: layerID, assignmentID: try row.optionalID(rest + 3), isReturned: rank == TaskStore.returned,
                dueAt: try row.optionalTime(rest + 4), note: try row.optionalText(rest + 5))
            return (item: item, place: Cursor(.int(Int64(rank)), .string(try row.id(rest).description)))
        }
        return Page(items: rows.prefix(limit).map(\.item), nextCursor: rows.count > limit ? rows[limit - 1].place : nil)
    }

    /// What waits for a reviewer: images that are done and unreviewed, but for those given to another one; oldest first.
    static func toReview(
        _ connection: Connection, _ projectID: ID, _ userID: ID, after: (time: Timestamp, id: ID)?, limit: Int
    ) throws -> Page<QueueItem> {
        let (time, id) = after ?? (Timestamp(microseconds: .min), ID(high: 0, low: 0))
        let items = try connection.query(
            """
            SELECT \(ImageStore.columns), t.assignment_id, a.due_at, a.note FROM images i
            LEFT JOIN tasks t ON t.image_id = i.id AND t.kind = 'review' AND t.layer_id IS NULL
            LEFT JOIN assignments a ON a.id = t.assignment_id
            WHERE i.project_id = $1 AND \(isToReview) AND (t.user_id IS NULL OR t.user_id = $2) AND (i.created_at, i.id) > ($3, $4)
            ORDER BY i.created_at, i.id LIMIT $5
            """, projectID, userID, time, id, limit + 1
        ) { row in
            QueueItem(
                kind: .review, image: try ImageStore.read(row), layerID: nil, assignmentID: try row.optionalID(rest), isReturned: false,
                dueAt: try row.optionalTime(rest + 1), note: try row.optionalText(rest + 2))
        }
        return Page(items, limit: limit) { Cursor(.int($0.image.createdAt.microseconds), .string($0.image.id.description)) }
    }

    private static let isToReview = "i.deleted_at IS NULL AND i.status = 'DONE' AND i.review_status = 'UNREVIEWED'"

    /// Every project in which something waits for this person.
    static func summaries(_ connection: Connection, _ userID: ID) throws -> [QueueSummary] {
        let review = """
            SELECT count(*) FROM images i LEFT JOIN tasks t ON t.image_id = i.id AND t.kind = 'review' AND t.layer_id IS NULL \
            WHERE i.project_id = m.project_id AND \(isToReview) AND (t.user_id IS NULL OR t.user_id = m.user_id)
            """
        let label = "SELECT count(*) FROM tasks t WHERE t.user_id = m.user_id AND t.project_id = m.project_id AND t.kind = 'label' AND t.is_open = 1"
        let due = """
            SELECT min(a.due_at) FROM assignments a WHERE a.project_id = m.project_id AND a.user_id = m.user_id \
            AND a.done_count < a.image_count
            """
        let rows = try connection.query(
            """
            SELECT p.id, p.name, (\(label)), (\(label) AND t.rank = 0),
            CASE WHEN m.role IN ('reviewer', 'manager', 'owner') THEN (\(review)) ELSE 0 END, (\(due))
            FROM members m JOIN projects p ON p.id = m.project_id WHERE m.user_id = $1 AND m.role <> 'viewer' ORDER BY p.name, p.id
            """, userID
        ) { row in
            QueueSummary(
                projectID: try row.id(0), projectName: try row.text(1), toLabel: try row.int(2), returned: try row.int(3),
                toReview: try row.int(4), dueAt: try row.optionalTime(5))
        }
        return rows.filter { $0.toLabel > 0 || $0.toReview > 0 }
    }
}
