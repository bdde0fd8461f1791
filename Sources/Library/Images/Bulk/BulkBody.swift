import Core

/// What is done to many images at once.
public enum BulkAction: String, WireEnum {
    case status, review, split, tags, null, bin, restore, delete, metadata, copy, move
    case randomSplit = "random_split"
    case addLabel = "add_label"
    case removeLabel = "remove_label"
    /// Sets back what another change did; made by the route of that name alone.
    case undo
}

/// Images by name or by filter, and what is to be done to them.
public struct BulkBody: WireInput {
    public var action = BulkAction.status
    public var imageIDs: [ID]?
    public var filter: ImageListQuery?
    public var expectedCount: Int?
    public var status: ImageStatus?
    public var reviewStatus: ReviewStatus?
    public var split: Split?
    public var shares: BulkShares?
    public var seed = 0
    public var stratify = false
    public var add: [ID] = []
    public var remove: [ID] = []
    public var labelID: ID?
    public var isNull: Bool?
    public var metadata: JSON?
    public var targetProjectID: ID?
    public var createLabels = false
    public var operationID: ID?

    public init() {}
    public static let fields = Fields<Self>(
        "BulkBody",
        Field("action", \.action),
        Field("image_ids", \.imageIDs, .bulk, .unique, "Either these,", optional: true),
        Field("filter", \.filter, "or every image of the project that matches, as in the list of images.", optional: true),
        Field(
            "expected_count", \.expectedCount, .atLeast(0), "How many match by what the caller saw; 409 when it is another number.",
            optional: true),
        Field("status", \.status, "For `status`.", optional: true),
        Field("review_status", \.reviewStatus, "For `review`.", optional: true),
        Field("split", \.split, "For `split`.", optional: true),
        Field("shares", \.shares, "For `random_split`.", optional: true),
        Field("seed", \.seed, .range(0...2_147_483_647), "For `random_split`: the same seed and images give the same split.", optional: true),
        Field("stratify", \.stratify, "For `random_split`: keeps the shares within each label.", optional: true),
        Field("add", \.add, .count(0...100), "For `tags`.", optional: true),
        Field("remove", \.remove, .count(0...100), "For `tags`.", optional: true),
        Field("label_id", \.labelID, "For `add_label` and `remove_label`: a class of the whole image.", optional: true),
        Field("is_null", \.isNull, "For `null`; images with annotations are passed over.", optional: true),
        Field(
            "metadata", \.metadata, .isObject, .encodedSize(atMost: 16_384),
            "For `metadata`: members to set; null takes one away, the others stay.", optional: true),
        Field("target_project_id", \.targetProjectID, "For `copy` and `move`.", optional: true),
        Field("create_labels", \.createLabels, "For `copy` and `move`: makes labels that the target lacks (as a manager there).", optional: true),
        Field("operation_id", \.operationID, "Only in what is kept of an undo.", optional: true)
    ) { body, path, problems in
        if body.action == .undo { return }
        if (body.imageIDs == nil) == (body.filter == nil) {
            problems.add(path.member("image_ids"), "must be given, or a filter, and not both")
        }
        body.checkValues(path, &problems)
    }

    private func checkValues(_ path: FieldPath, _ problems: inout Problems) {
        func need(_ name: String, _ isThere: Bool) {
            if !isThere { problems.add(path.member(name), "is required for \(action.rawValue)") }
        }
        switch action {
        case .status: need("status", status != nil)
        case .review: need("review_status", reviewStatus != nil)
        case .split: need("split", split != nil)
        case .randomSplit: need("shares", shares != nil)
        case .tags: need("add", !add.isEmpty || !remove.isEmpty)
        case .null: need("is_null", isNull != nil)
        case .addLabel, .removeLabel: need("label_id", labelID != nil)
        case .metadata: need("metadata", metadata != nil)
        case .copy, .move: need("target_project_id", targetProjectID != nil)
        case .bin, .restore, .delete, .undo: break
        }
    }
}

/// Shares of a random split, in any unit: they are divided by their sum.
public struct BulkShares: WireInput {
    public var train = 0.0
    public var val = 0.0
    public var test = 0.0

    public init() {}
    public static let fields = Fields<Self>(
        "BulkShares", Field("train", \.train, .range(0...100)), Field("val", \.val, .range(0...100)), Field("test", \.test, .range(0...100))
    ) { shares, path, problems in
        if shares.train + shares.val + shares.test <= 0 { problems.add(path, "must not all be 0") }
    }
}

/// A change to many images: what it reached so far. A large one is a job of the same id.
public struct BulkOperation: WireObject {
    public var id: ID
    public var action: BulkAction
    public var matched: Int
    public var changed: Int
    public var skipped: Int
    public var isJob: Bool
    public var canUndo: Bool

    public static let fields = Fields<Self>(
        "BulkOperation", Field("id", \.id), Field("action", \.action), Field("matched", \.matched, "Images that were named or matched."),
        Field("changed", \.changed, "Images that are different now."),
        Field("skipped", \.skipped, "Images to which it could not be done."),
        Field("is_job", \.isJob, "It goes on as a job with this id."),
        Field("can_undo", \.canUndo, "What was before is remembered."))
}

public struct ImageCount: WireObject {
    public var count: Int
    public static let fields = Fields<Self>("ImageCount", Field("count", \.count))
}
