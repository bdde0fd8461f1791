import Core
import Database
import Geometry

/// Editing the annotations of one image: one transaction from the check of versions to the event.
public enum AnnotationEditing {
    /// Does all of `operations` or nothing. Answers the annotations that they name, as they now are (those deleted are left
    /// out). Throws `FoveaError.conflict` with the current annotations when a version is stale, without details when an id
    /// exists on another image, and `invalid` naming each operation that does not fit the image or the project.
    public static func apply(
        _ operations: [AnnotationOperation], _ connection: Connection, imageID: ID, by userID: ID?, at now: Timestamp,
        news: ImageNews
    ) throws -> [Annotation] {
        let tracks = try TrackEditing(connection, imageID: imageID, operations)
        guard let image = try ImageFacts.lock(connection, imageID) else { throw FoveaError.notFound("The image") }
        let named = try AnnotationStore.byID(connection, operations.map(\.id))
        guard named.allSatisfy({ $0.imageID == imageID }) else {
            throw FoveaError(.conflict, "An id in this request already belongs to something else. Make a new one.")
        }
        try tracks.check(operations)
        let checked = try fitted(operations, to: image, connection)
        let stored = Dictionary(uniqueKeysWithValues: named.map { ($0.id, $0) })
        let plan = AnnotationPlan(checked, stored: try stored.mapValues(StoredAnnotation.init))
        guard plan.conflicts.isEmpty else { throw conflict(plan, named) }
        guard !plan.changes.isEmpty else { return named.filter { $0.deletedAt == nil } }

        let after = try AnnotationStore.apply(plan, connection, imageID: imageID, stored: stored, by: userID, at: now)
        try AnnotationCounters.record(plan, connection, image: image, stored: stored, at: now)
        try news.annotations(plan.changes.map(\.id), of: imageID, by: userID, in: connection)
        if let userID { try WorkDay.add(connection, image.projectID, userID, Work(changes: plan.changes.count), at: now) }
        try tracks.follow(connection, after: after, by: userID, at: now, news: news)
        // Following may have changed them once more.
        let now = tracks.concernsTracks ? try AnnotationStore.byID(connection, after.map(\.id)) : after
        let changed = Dictionary(uniqueKeysWithValues: now.map { ($0.id, $0) })
        return operations.compactMap { changed[$0.id] ?? stored[$0.id] }.filter { $0.deletedAt == nil }
    }

    /// The operations with their shapes cut to the image, or every fault by its place.
    static func fitted(
        _ operations: [AnnotationOperation], to image: ImageFacts, _ connection: Connection
    ) throws -> [AnnotationOperation] {
        let wanted = Array(Set(operations.compactMap(\.labelID)))
        let known = try LabelStore.existing(connection, wanted, projectID: image.projectID)
        var faults: [FoveaError.Field] = []
        var out = operations
        for (index, operation) in operations.enumerated() {
            if let labelID = operation.labelID, !known.contains(labelID) {
                faults.append(.init("ops[\(index)].label_id", "is no label of this project"))
            }
            guard let geometry = operation.geometry else { continue }
            do {
                out[index].geometry = try geometry.checked(on: image.size, field: "ops[\(index)].geometry")
            } catch let error as FoveaError {
                faults += error.fields
            }
        }
        guard faults.isEmpty else { throw FoveaError.invalid(faults) }
        return out
    }

    static func conflict(_ plan: AnnotationPlan, _ named: [Annotation]) -> FoveaError {
        let wanted = Set(plan.conflicts)
        var writer = JSONWriter()
        named.filter { wanted.contains($0.id) }.encode(to: &writer)
        let current = (try? JSON.parse(writer.bytes)) ?? []
        let count = plan.conflicts.count
        let what = count == 1 ? "An annotation has" : "\(count) annotations have"
        return FoveaError(
            .conflict, "\(what) been changed by someone else since you saw them. Nothing was written.",
            details: [("annotations", current), ("missing", .array(missing(plan, named)))])
    }

    /// Ids that the client wants to change and that are not there at all.
    private static func missing(_ plan: AnnotationPlan, _ named: [Annotation]) -> [JSON] {
        let present = Set(named.map(\.id))
        return plan.conflicts.filter { !present.contains($0) }.map { .string($0.description) }
    }
}

/// What editing needs to know of an image.
struct ImageFacts {
    var id: ID
    var projectID: ID
    var size: PixelSize
    var status: ImageStatus
    var reviewStatus: ReviewStatus

    /// Reads a living image and keeps other writers of it waiting until this transaction ends.
    static func lock(_ connection: Connection, _ id: ID) throws -> ImageFacts? {
        let lock = connection.dialect.forUpdate
        return try connection.first(
            "SELECT project_id, width, height, status, review_status FROM images WHERE id = $1 AND deleted_at IS NULL\(lock)", id
        ) { row in
            ImageFacts(
                id: id, projectID: try row.id(0), size: PixelSize(width: try row.int(1), height: try row.int(2)),
                status: try row.value(3), reviewStatus: try row.value(4))
        }
    }
}
