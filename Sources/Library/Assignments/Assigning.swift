import Core
import Database

/// Giving images to people: one transaction, a handful of statements however many images.
enum Assigning {
    static func apply(
        _ body: AssignmentBody, _ connection: Connection, projectID: ID, by userID: ID, at now: Timestamp
    ) throws -> AssignmentsAnswer {
        // One after the other in a project: two managers who take "the next hundred" at once get different ones.
        guard try connection.exists("SELECT 1 FROM projects WHERE id = $1\(connection.dialect.forUpdate)", projectID) else {
            throw FoveaError.notFound("The project")
        }
        try MemberRoles.require(body.kind.least, connection, projectID, body.userIDs) { "user_ids[\($0)]" }
        let chosen = try body.images.resolve(connection, projectID, unassigned: body.kind == .label && !body.moves)
        let taken = try given(connection, chosen, body.kind)
        if body.moves { try TaskStore.remove(connection, Array(taken), body.kind) }
        let images = body.moves ? chosen : chosen.filter { !taken.contains($0) }
        guard !images.isEmpty else { return AssignmentsAnswer(assignments: [], assigned: 0, skipped: chosen.count) }

        let shares = split(images, among: body.userIDs)
        let assignments = shares.map { (id: ID.make(at: now), share: $0) }
        try connection.copyIn(
            "assignments",
            columns: [
                "id", "project_id", "kind", "user_id", "note", "due_at", "image_count", "done_count", "created_by", "created_at", "updated_at",
            ],
            rows: assignments.map { assignment -> [SQLValue] in
                [
                    .id(assignment.id), .id(projectID), .text(body.kind.rawValue), .id(assignment.share.userID), .text(body.note),
                    body.dueAt.sqlValue, assignment.share.images.count.sqlValue, .integer(0), .id(userID), now.sqlValue, now.sqlValue,
                ]
            })
        var tasks: [TaskStore.New] = []
        for (id, share) in assignments {
            let checks = try Checks.make(
                connection, projectID, for: share.userID, count: Int((Double(share.images.count) * body.checkRate).rounded()), at: now)
            tasks += mixed(share, checks, kind: body.kind, assignmentID: id)
            try connection.execute("UPDATE assignments SET image_count = image_count + $2 WHERE id = $1", id, checks.count)
        }
        try TaskStore.insert(connection, tasks, projectID: projectID, at: now)
        // What is done already needs nobody: its task is closed from the start.
        try TaskStore.follow(connection, images)
        return AssignmentsAnswer(
            assignments: try AssignmentStore.find(connection, assignments.map(\.id)), assigned: images.count,
            skipped: chosen.count - images.count)
    }

    private static func given(_ connection: Connection, _ images: [ID], _ kind: TaskKind) throws -> Set<ID> {
        let isNamed = connection.dialect.contains("image_id", "$1", .idList)
        return Set(
            try connection.query("SELECT image_id FROM tasks WHERE layer_id IS NULL AND kind = $2 AND \(isNamed)", images, kind.rawValue) {
                try $0.id(0)
            })
    }

    struct Share {
        var userID: ID
        var images: [ID]
    }

    /// In turn, so that each gets of the easy and the hard ones alike; people without an image are left out.
    static func split(_ images: [ID], among userIDs: [ID]) -> [Share] {
        var shares = userIDs.map { Share(userID: $0, images: []) }
        for (index, image) in images.enumerated() { shares[index % shares.count].images.append(image) }
        return shares.filter { !$0.images.isEmpty }
    }

    /// The share's tasks with the blind ones at random places among them.
    private static func mixed(_ share: Share, _ checks: [Check], kind: TaskKind, assignmentID: ID) -> [TaskStore.New] {
        var tasks = share.images.map { TaskStore.New(imageID: $0, userID: share.userID, kind: kind, assignmentID: assignmentID) }
        for check in checks {
            let task = TaskStore.New(imageID: check.imageID, userID: share.userID, kind: .label, assignmentID: assignmentID, layerID: check.layerID)
            tasks.insert(task, at: Int.random(in: 0...tasks.count))
        }
        return tasks
    }
}
