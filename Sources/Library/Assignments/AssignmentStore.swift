import Core
import Database
import HTTPServer

/// SQL of assignments.
enum AssignmentStore {
    private static let select = """
        SELECT a.id, a.project_id, a.kind, a.user_id, u.username, m.user_id IS NOT NULL, a.note, a.due_at, a.image_count, a.done_count, \
        a.created_by, a.created_at, a.updated_at FROM assignments a JOIN users u ON u.id = a.user_id \
        LEFT JOIN members m ON m.project_id = a.project_id AND m.user_id = a.user_id
        """

    private static func read(_ row: Row) throws -> Assignment {
        var read = row.reader()
        return Assignment(
            id: try read.id(), projectID: try read.id(), kind: try read.value(), userID: try read.id(), username: try read.text(),
            isMember: try read.bool(), note: try read.text(), dueAt: try read.optionalTime(), imageCount: try read.int(),
            doneCount: try read.int(), createdBy: try read.optionalID(), createdAt: try read.time(), updatedAt: try read.time())
    }

    /// Newest first, before the one that `before` names.
    static func page(_ connection: Connection, _ projectID: ID, _ query: AssignmentListQuery, before: ID?) throws -> [Assignment] {
        var values: [SQLValue] = [.id(projectID), .id(before ?? ID(high: .max, low: .max)), (query.limit + 1).sqlValue]
        var filters = ""
        if let user = query.userID {
            values.append(.id(user))
            filters += " AND a.user_id = $\(values.count)"
        }
        if let kind = query.kind {
            values.append(.text(kind.rawValue))
            filters += " AND a.kind = $\(values.count)"
        }
        if query.open { filters += " AND a.done_count < a.image_count" }
        return try connection.query(
            "\(select) WHERE a.project_id = $1 AND a.id < $2\(filters) ORDER BY a.id DESC LIMIT $3", values: values, map: read)
    }

    static func find(_ connection: Connection, _ ids: [ID]) throws -> [Assignment] {
        try connection.query("\(select) WHERE \(connection.dialect.contains("a.id", "$1", .idList)) ORDER BY a.id", ids, map: read)
    }

    static func update(_ connection: Connection, _ assignment: Assignment, _ patch: AssignmentPatch, at now: Timestamp) throws {
        if let userID = patch.userID, userID != assignment.userID {
            try MemberRoles.require(assignment.kind.least, connection, assignment.projectID, [userID]) { _ in "user_id" }
            try reassign(connection, assignment, to: userID)
        }
        try connection.execute(
            "UPDATE assignments SET user_id = $2, due_at = $3, note = $4, updated_at = $5 WHERE id = $1", assignment.id,
            patch.userID ?? assignment.userID, patch.dueAt.applied(to: assignment.dueAt), patch.note ?? assignment.note, now)
    }

    /// Open tasks go to another person; what is done stays the work of who did it. Blind layers that were mixed in are the first
    /// person's own and go away when they are not finished.
    private static func reassign(_ connection: Connection, _ assignment: Assignment, to userID: ID) throws {
        let removed = try dropOpenLayers(connection, assignment.id)
        try connection.execute(
            "UPDATE tasks SET user_id = $2 WHERE assignment_id = $1 AND is_open = 1 AND layer_id IS NULL", assignment.id, userID)
        try connection.execute("UPDATE assignments SET image_count = image_count - $2 WHERE id = $1", assignment.id, removed)
    }

    private static func dropOpenLayers(_ connection: Connection, _ assignmentID: ID) throws -> Int {
        try connection.execute(
            "DELETE FROM layers WHERE id IN (SELECT layer_id FROM tasks WHERE assignment_id = $1 AND is_open = 1)", assignmentID)
    }

    /// Cancels it: nobody has its images any more. What was labelled stays.
    static func delete(_ connection: Connection, _ id: ID) throws {
        _ = try dropOpenLayers(connection, id)
        try connection.execute("DELETE FROM assignments WHERE id = $1", id)
    }
}

struct AssignmentListQuery: WireInput {
    var userID: ID?
    var kind: TaskKind?
    var open = false
    var limit = Page<JSON>.defaultLimit
    var cursor: Cursor?
    init() {}
    static let fields = Fields<Self>(
        "AssignmentListQuery",
        Field("user_id", \.userID, optional: true),
        Field("kind", \.kind, optional: true),
        Field("open", \.open, "Only those with something left to do.", optional: true),
        .limit(\.limit),
        .cursor(\.cursor))
}

extension TaskKind {
    /// The role that doing it takes.
    var least: Role { self == .label ? .annotator : .reviewer }
}
