import Core

struct JobListQuery: WireInput {
    var kind = "inference"
    var status: JobStatus?
    var projectID: ID?
    var limit = Page<JSON>.defaultLimit
    var cursor: Cursor?

    init() {}
    static let fields = Fields<Self>(
        "JobListQuery",
        Field("kind", \.kind, .length(1...64), "Which kind of job; `all` for every kind.", optional: true),
        Field("status", \.status, optional: true),
        Field("project_id", \.projectID, optional: true),
        .limit(\.limit),
        .cursor(\.cursor))
}

struct JobLogQuery: WireInput {
    var offset = 0
    var limit = 1000

    init() {}
    static let fields = Fields<Self>(
        "JobLogQuery",
        Field("offset", \.offset, .range(0...1e15), "Number of the first frame wanted.", optional: true),
        Field("limit", \.limit, .range(1...10_000), optional: true))
}

struct JobFollowQuery: WireInput {
    var offset = 0

    init() {}
    static let fields = Fields<Self>(
        "JobFollowQuery", Field("offset", \.offset, .range(0...1e15), "Number of the first frame wanted.", optional: true))
}

struct JobLogPage: WireObject {
    var items: [RawJSON]
    var nextOffset: Int

    static let fields = Fields<Self>(
        "JobLogPage",
        Field("items", \.items, "Frames `{offset, type, at, data}`."),
        Field("next_offset", \.nextOffset, "Where to go on."))
}
