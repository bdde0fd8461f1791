import Core

/// In which order images are listed; a hyphen in front turns it round.
public enum ImageSort: String, WireEnum {
    case oldest = "created_at"
    case newest = "-created_at"
    case name = "filename"
    case nameDown = "-filename"
    case fewest = "annotation_count"
    case most = "-annotation_count"
    case smallest = "size"
    case largest = "-size"

    var isDescending: Bool { rawValue.hasPrefix("-") }

    /// Of `images`; each has an index that lists a project's images in this order.
    var column: String {
        switch self {
        case .oldest, .newest: "created_at"
        case .name, .nameDown: "filename"
        case .fewest, .most: "annotation_count"
        case .smallest, .largest: "size_bytes"
        }
    }

    func cursor(after image: Image) -> Cursor {
        let value: JSON =
            switch self {
            case .oldest, .newest: .int(image.createdAt.microseconds)
            case .name, .nameDown: .string(image.filename)
            case .fewest, .most: .int(Int64(image.annotationCount))
            case .smallest, .largest: .int(image.sizeBytes)
            }
        return Cursor(.string(rawValue), value, .string(image.id.description))
    }
}

public struct ImageListQuery: WireInput {
    public var status: ImageStatus?
    public var reviewStatus: ReviewStatus?
    public var split: Split?
    public var labelID: ID?
    public var tagID: ID?
    public var text: String?
    public var annotated: Bool?
    public var assigneeID: ID?
    public var assigned: Bool?
    public var reviewerID: ID?
    public var bin = false
    public var sort = ImageSort.newest
    public var limit = Page<JSON>.defaultLimit
    public var cursor: Cursor?

    public init() {}
    public static let fields = Fields<Self>(
        "ImageListQuery",
        Field("status", \.status, optional: true),
        Field("review_status", \.reviewStatus, optional: true),
        Field("split", \.split, optional: true),
        Field("label_id", \.labelID, "Has an annotation with this label.", optional: true),
        Field("tag_id", \.tagID, optional: true),
        Field("text", \.text, .length(0...200), "Part of the filename.", optional: true),
        Field("annotated", \.annotated, "Has annotations at all.", optional: true),
        Field("assignee_id", \.assigneeID, "Given to this person to label.", optional: true),
        Field("assigned", \.assigned, "Given to somebody to label.", optional: true),
        Field("reviewer_id", \.reviewerID, "Reviewed by this person.", optional: true),
        Field("bin", \.bin, "Lists what is in the bin instead.", optional: true),
        Field("sort", \.sort, optional: true),
        .limit(\.limit),
        .cursor(\.cursor))

    var isFiltered: Bool {
        status != nil || reviewStatus != nil || split != nil || labelID != nil || tagID != nil || text?.isEmpty == false
            || annotated != nil || assigneeID != nil || assigned != nil || reviewerID != nil || bin
    }
}
