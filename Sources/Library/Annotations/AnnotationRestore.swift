import Core

/// Where to go back to. With a moment (`at`, or a change of the history): the image, or the annotations named, as they were
/// then. Without one: the annotations named come back from the bin as they were when they were deleted.
struct AnnotationRestore: WireInput {
    var at: Timestamp?
    var historyID: ID?
    var before = false
    var annotationIDs: [ID]?
    var preview = false

    static let fields = Fields<Self>(
        "AnnotationRestore",
        Field("at", \.at, "As it was at this time."),
        Field("history_id", \.historyID, "As it was after this change of the image's history."),
        Field("before", \.before, "With history_id: as it was before that change.", optional: true),
        Field("annotation_ids", \.annotationIDs, .count(1...10_000), .unique, "These alone; all of the image when absent."),
        Field("preview", \.preview, "Says what would be done and does nothing.", optional: true)
    ) { body, path, problems in
        if body.at != nil, body.historyID != nil { problems.add(path.member("history_id"), "cannot go with at: name one moment") }
        if body.before, body.historyID == nil { problems.add(path.member("before"), "needs history_id") }
        if body.at == nil, body.historyID == nil, body.annotationIDs == nil {
            problems.add(path.member("history_id"), "or at is required, or annotation_ids to bring back from the bin")
        }
    }
}

struct AnnotationRestoreAnswer: WireObject {
    var preview: Bool
    var restored = 0
    var changed = 0
    var deleted = 0
    var skipped = 0
    var annotations: [Annotation] = []

    static let fields = Fields<Self>(
        "AnnotationRestoreAnswer",
        Field("preview", \.preview),
        Field("restored", \.restored, "Came back."),
        Field("changed", \.changed, "Were there and were put back to what they had been."),
        Field("deleted", \.deleted, "Had not been there and are in the bin now."),
        Field("skipped", \.skipped, "Cannot come back: their label is no more."),
        Field("annotations", \.annotations, "Those touched, as they are now, or would be; those deleted have deleted_at."))
}
