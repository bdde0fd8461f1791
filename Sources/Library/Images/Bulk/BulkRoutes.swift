import Core
import Database
import HTTPServer
import JobQueue

extension ResourceKind {
    /// A change to many images.
    public static let bulkOperation: ResourceKind = "operation"
}

/// Changes to many images of one project: those named, or all that match a filter.
struct BulkRoutes: Sendable {
    let database: Database
    let work: BulkWork
    let clock: WallClock

    /// More than this is a job's.
    private static let atOnce = 1000

    var routes: [Route] { [count, apply, show, undo] }

    private var count: Route {
        .get(
            "/api/projects/{project_id}/images/count", "Count the images that match a filter", tag: "Images", access: .project(.viewer),
            query: ImageListQuery.self, answer: ImageCount.self
        ) { call, query in
            let id = try call.id("project_id")
            guard query.cursor == nil else { throw FoveaError.invalid("cursor", "is a place in a list, not in a count") }
            return ImageCount(count: try await database.read { try ImageStore.count($0, id, query) })
        }
    }

    private var apply: Route {
        .post(
            "/api/projects/{project_id}/images/bulk", "Change images that are named, or all that match a filter", tag: "Images",
            access: .project(.annotator), body: BulkBody.self, answer: BulkOperation.self
        ) { call, body in
            try await check(call, body)
            let projectID = try call.id("project_id"), userID = try call.userID, now = clock.now()
            return try await database.write { connection in
                try known(connection, body, projectID)
                let matched = try body.imageIDs?.count ?? ImageStore.count(connection, projectID, body.filter ?? ImageListQuery())
                if let expected = body.expectedCount, body.filter != nil, expected != matched {
                    throw FoveaError(.conflict, "\(matched) images match now, not \(expected). Look again before you change them.")
                }
                return try begin(connection, body, projectID, userID, matched: matched, at: now)
            }
        }
    }

    private var show: Route {
        .get(
            "/api/bulk/{operation_id}", "What a change to many images has reached", tag: "Images",
            access: .member(.annotator, of: .bulkOperation, by: "operation_id"), answer: BulkOperation.self
        ) { call in
            let id = try call.id("operation_id")
            return try await database.read { try answer($0, BulkStore.find($0, id).orNotFound("The change")) }
        }
    }

    private var undo: Route {
        .post(
            "/api/bulk/{operation_id}/undo", "Set images back to what they were before a change to many", tag: "Images",
            access: .member(.annotator, of: .bulkOperation, by: "operation_id"), answer: BulkOperation.self
        ) { call in
            let id = try call.id("operation_id"), userID = try call.userID, now = clock.now()
            let original = try await database.read { try BulkStore.find($0, id) }.orNotFound("The change")
            try call.requireRole(Self.role(of: original.body.action), to: "undo this")
            if original.userID != userID { try call.requireRole(.manager, to: "undo what somebody else did") }
            return try await database.write { connection in
                let locked = try BulkStore.lock(connection, id).orNotFound("The change")
                let count = try BulkStore.canUndo(connection, id)
                guard locked.undoneAt == nil, count > 0, try !goesOn(connection, id) else {
                    throw FoveaError(.conflict, "This can no longer be undone: it was undone, goes on, or is too long ago.")
                }
                var body = BulkBody()
                body.action = .undo
                body.operationID = id
                try BulkStore.setUndone(connection, id, at: now)
                return try begin(connection, body, locked.projectID, userID, matched: count, at: now) { undoing in
                    try BulkStore.reverse(connection, id, as: undoing)
                }
            }
        }
    }

    /// - Parameter prepare: names the images, where body and filter do not.
    func begin(
        _ connection: Connection, _ body: BulkBody, _ projectID: ID, _ userID: ID, matched: Int, at now: Timestamp,
        prepare: (ID) throws -> Void = { _ in }
    ) throws -> BulkOperation {
        let operation = BulkStore.Operation(
            id: .make(at: now), projectID: projectID, userID: userID, body: body, matched: matched, changed: 0, skipped: 0, undoneAt: nil)
        try BulkStore.insert(connection, operation, at: now)
        try prepare(operation.id)
        if matched > Self.atOnce {
            try work.jobs.enqueue(
                connection,
                NewJob(
                    id: operation.id, kind: BulkJob.kind, title: Self.title(body.action, matched), projectID: projectID, userID: userID,
                    priority: 5))
        } else {
            let preparation = try work.prepare(connection, operation)
            var place = BulkWork.start
            while let step = try work.step(connection, operation.id, preparation, after: place, at: now) { place = step.place }
        }
        return try answer(connection, BulkStore.find(connection, operation.id).orNotFound("The change"))
    }

    private func goesOn(_ connection: Connection, _ id: ID) throws -> Bool {
        try connection.exists("SELECT 1 FROM jobs WHERE id = $1 AND status IN ('QUEUED', 'RUNNING')", id)
    }

    private func answer(_ connection: Connection, _ operation: BulkStore.Operation) throws -> BulkOperation {
        let isUndoable = operation.body.action != .undo && operation.undoneAt == nil
        return BulkOperation(
            id: operation.id, action: operation.body.action, matched: operation.matched, changed: operation.changed,
            skipped: operation.skipped, isJob: operation.matched > Self.atOnce,
            canUndo: try isUndoable && BulkStore.canUndo(connection, operation.id) > 0)
    }
}

extension BulkRoutes {
    static func role(of action: BulkAction) -> Role {
        switch action {
        case .status, .split, .randomSplit, .tags, .null, .addLabel, .removeLabel, .metadata, .copy, .undo: .annotator
        case .review: .reviewer
        case .bin, .restore, .delete, .move: .manager
        }
    }

    private func check(_ call: Call, _ body: BulkBody) async throws {
        guard body.action != .undo else { throw FoveaError.invalid("action", "must not be undo: POST /api/bulk/{operation_id}/undo") }
        try call.requireRole(Self.role(of: body.action), to: "do this to many images")
        guard let target = body.targetProjectID, body.action == .copy || body.action == .move else { return }
        guard target != call.grant?.projectID else { throw FoveaError.invalid("target_project_id", "must be another project") }
        try await call.require(body.createLabels ? .manager : .annotator, of: .project, target)
    }

    /// Labels and tags that the body names are the project's.
    private func known(_ connection: Connection, _ body: BulkBody, _ projectID: ID) throws {
        if let label = body.labelID, try LabelStore.existing(connection, [label], projectID: projectID).isEmpty {
            throw FoveaError.invalid("label_id", "is no label of this project")
        }
        if body.action == .tags { try TagStore.requireKnown(connection, add: body.add, remove: body.remove, projectID: projectID) }
    }

    private static func title(_ action: BulkAction, _ count: Int) -> String {
        let what =
            switch action {
            case .status: "Set the status"
            case .review: "Set the review"
            case .split: "Set the split"
            case .randomSplit: "Split at random"
            case .tags: "Change the tags"
            case .null: "Mark as null"
            case .addLabel: "Add a label"
            case .removeLabel: "Remove a label"
            case .metadata: "Change the metadata"
            case .bin: "Move to the bin"
            case .restore: "Restore"
            case .delete: "Delete for good"
            case .copy: "Copy to another project"
            case .move: "Move to another project"
            case .undo: "Undo a change"
            }
        return "\(what): \(count) images"
    }
}
