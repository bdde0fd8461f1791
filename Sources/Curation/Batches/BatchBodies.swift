import Core

struct BatchBody: WireInput {
    /// Images of a batch at most: HDBSCAN's time grows with the square of their number.
    static let mostImages = 50_000

    var projectID = ID(high: 0, low: 0)
    var name = ""
    var imageIDs: [ID]?
    var parameters = RawJSON(trusted: "{}")

    init() {}
    static let fields = Fields<Self>(
        "BatchBody",
        Field("project_id", \.projectID),
        Field("batch_name", \.name, .length(1...200)),
        Field("image_ids", \.imageIDs, .count(0...mostImages), "All images of the project when left out.", optional: true),
        Field("parameters", \.parameters, "Whatever people keep with it.", optional: true))
}

struct BatchImagesBody: WireInput {
    var imageIDs: [ID] = []

    init() {}
    static let fields = Fields<Self>("BatchImagesBody", Field("image_ids", \.imageIDs, .count(1...BatchBody.mostImages)))
}

struct AnalyzeBody: WireInput {
    var minimumClusterSize = 5
    var minimumSamples: Int?
    var embedding: ID?
    var keepsHandMade = true

    init() {}
    static let fields = Fields<Self>(
        "AnalyzeBody",
        Field("min_cluster_size", \.minimumClusterSize, .range(2...100_000), "Fewer images than this are no group.", optional: true),
        Field(
            "min_samples", \.minimumSamples, .range(1...100_000), "Neighbours that make a place dense; as min_cluster_size when left out.",
            optional: true),
        Field("embedding", \.embedding, "An embedder's id; the project's own, or the descriptor, when left out.", optional: true),
        Field("keep_hand_made", \.keepsHandMade, "What people moved or renamed stays as they left it.", optional: true))

    var json: JSON {
        ["min_cluster_size": .int(Int64(minimumClusterSize)), "min_samples": minimumSamples.map { .int(Int64($0)) } ?? .null]
    }
}

struct GroupsBody: WireInput {
    struct Move: WireInput {
        var imageID = ID(high: 0, low: 0)
        var groupLabel: String?

        init() {}
        static let fields = Fields<Self>(
            "GroupMove", Field("image_id", \.imageID),
            Field("group_label", \.groupLabel, .length(1...200), "A new name makes a new group; null takes it out of its group."))
    }

    struct Rename: WireInput {
        var from = ""
        var to = ""

        init() {}
        static let fields = Fields<Self>(
            "GroupRename", Field("from", \.from, .length(1...200)),
            Field("to", \.to, .length(1...200), "The name of another group merges the two."))
    }

    var moves: [Move] = []
    var renames: [Rename] = []

    init() {}
    static let fields = Fields<Self>(
        "GroupsBody",
        Field("moves", \.moves, .count(0...BatchBody.mostImages), optional: true),
        Field("renames", \.renames, .count(0...1000), "Made before the moves.", optional: true),
        check: { body, path, problems in
            if body.moves.isEmpty, body.renames.isEmpty { problems.add(path.member("moves"), "is required, or renames") }
        })
}
