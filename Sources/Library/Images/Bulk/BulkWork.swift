import Core
import Database
import JobQueue

/// Does a change to many images, portion by portion, each in a transaction of its own: as part of a request when there are
/// few, as a job when there are many.
struct BulkWork: Sendable {
    let jobs: JobQueue
    let arrivals: ImageArrivals
    let news: ImageNews

    static let portion = 500
    /// Before the first place of an operation's images.
    static let start = -1

    /// What has to be known before the first portion.
    struct Preparation: Sendable {
        var splits: [ID: Split] = [:]
    }

    /// Remembers which images there are, and decides what concerns all of them.
    func prepare(_ connection: Connection, _ operation: BulkStore.Operation) throws -> Preparation {
        try BulkStore.snapshot(connection, operation)
        var preparation = Preparation()
        if operation.body.action == .randomSplit { preparation.splits = try RandomSplit.plan(connection, operation) }
        return preparation
    }

    /// Does the next portion after the place `after`; answers the last place that it did and how many images it held, nil at the end.
    func step(
        _ connection: Connection, _ id: ID, _ preparation: Preparation, after: Int, at now: Timestamp
    ) throws -> (place: Int, count: Int)? {
        let operation = try BulkStore.lock(connection, id).orNotFound("The change")
        let items = try BulkStore.next(connection, id, after: after, limit: Self.portion)
        guard let last = items.last else { return nil }
        if let change = try fieldChange(connection, operation, preparation) {
            try set(connection, operation, change, items, at: now)
        } else {
            let ids = items.map(\.imageID)
            let changed = try other(connection, operation, ids, at: now)
            if changed > 0 { try news.images(ids, of: operation.projectID, by: operation.userID, in: connection) }
            try BulkStore.finish(connection, id, items, changed: changed)
        }
        return (last.position, items.count)
    }

    /// What an image is to become, given what it is; nil leaves it alone.
    private struct FieldChange {
        var field: BulkField
        var target: (BulkStore.Item, String) -> String?
    }

    private func fieldChange(
        _ connection: Connection, _ operation: BulkStore.Operation, _ preparation: Preparation
    ) throws -> FieldChange? {
        let body = operation.body
        func constant(_ field: BulkField, _ value: String?) -> FieldChange { FieldChange(field: field) { _, _ in value } }
        switch body.action {
        case .status: return constant(.status, body.status?.rawValue)
        case .review: return constant(.review, body.reviewStatus?.rawValue)
        case .split: return constant(.split, body.split?.rawValue)
        case .randomSplit: return FieldChange(field: .split) { item, _ in preparation.splits[item.imageID]?.rawValue }
        case .null: return constant(.isNull, body.isNull == true ? "1" : "0")
        case .bin: return constant(.bin, BulkField.binned)
        case .restore: return constant(.bin, BulkField.live)
        case .tags:
            return FieldChange(field: .tags(body.add + body.remove)) { _, current in
                BulkField.text(BulkField.tags(current).union(body.add).subtracting(body.remove))
            }
        case .undo: return try undoing(connection, operation)
        case .addLabel, .removeLabel, .metadata, .delete, .copy, .move: return nil
        }
    }

    /// An image goes back only from what the change made of it: what somebody did since stays.
    private func undoing(_ connection: Connection, _ operation: BulkStore.Operation) throws -> FieldChange? {
        let original = try BulkStore.find(connection, operation.body.operationID ?? operation.id).orNotFound("The change")
        let field: BulkField
        switch original.body.action {
        case .status: field = .status
        case .review: field = .review
        case .split, .randomSplit: field = .split
        case .null: field = .isNull
        case .bin, .restore: field = .bin
        case .tags:
            let tags = original.body.add + original.body.remove
            field = .tags(try TagStore.existing(connection, tags, projectID: operation.projectID))
        default: return nil
        }
        return FieldChange(field: field) { item, current in
            guard let before = item.before, let after = item.after, field.known(before) == current else { return nil }
            return field.known(after)
        }
    }

    private func set(
        _ connection: Connection, _ operation: BulkStore.Operation, _ change: FieldChange, _ items: [BulkStore.Item], at now: Timestamp
    ) throws {
        let ids = items.map(\.imageID), projectID = operation.projectID
        let before = try change.field.current(connection, ids, projectID: projectID)
        var wanted: [String: [ID]] = [:]
        for item in items {
            guard let current = before[item.imageID], let target = change.target(item, current), target != current else { continue }
            wanted[target, default: []].append(item.imageID)
        }
        for (target, ids) in wanted.sorted(by: { $0.key < $1.key }) {
            let author = operation.body.action == .undo ? nil : operation.userID
            try change.field.set(connection, ids, to: target, projectID: projectID, by: author, at: now)
        }
        // A restored picture may be there again, a null image have objects: what counts is what is so now.
        let after = wanted.isEmpty ? before : try change.field.current(connection, ids, projectID: projectID)
        var changed = 0
        let done = items.map { item in
            var item = item
            let isChanged = before[item.imageID] != nil && before[item.imageID] != after[item.imageID]
            item.before = isChanged ? before[item.imageID] : nil
            item.after = isChanged ? after[item.imageID] : nil
            changed += isChanged ? 1 : 0
            return item
        }
        try BulkStore.finish(connection, operation.id, done, changed: changed)
        if changed > 0 { try news.images(ids, of: projectID, by: operation.userID, in: connection) }
    }

    /// Changes that are not taken back by setting a field; answers how many images they changed.
    private func other(_ connection: Connection, _ operation: BulkStore.Operation, _ ids: [ID], at now: Timestamp) throws -> Int {
        let body = operation.body
        switch body.action {
        case .addLabel, .removeLabel: return try BulkLabels.apply(connection, operation, ids, at: now, news: news)
        case .metadata: return try BulkMetadata.apply(connection, operation, ids, at: now)
        case .delete: return try ImageStore.deleteFromBin(connection, ids, projectID: operation.projectID)
        case .copy: return try BulkCopy(operation: operation, jobs: jobs, arrivals: arrivals).apply(connection, ids, at: now)
        case .move: return try BulkMove(operation: operation).apply(connection, ids, at: now)
        default: throw FoveaError.bug("a change to images that nobody does: \(body.action)")
        }
    }
}
