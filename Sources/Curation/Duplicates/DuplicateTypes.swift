import Core
import Library
import NearDuplicates

enum DuplicateKind: String, WireEnum {
    case exact, near
}

extension DifferenceKind: WireEnum {}

/// One image of a group.
struct DuplicateImage: WireObject {
    var imageID: ID
    var filename: String
    var width: Int
    var height: Int
    var sizeBytes: Int64
    var annotationCount: Int
    var split: Split
    var differences: [DifferenceKind]
    var words: [String]
    var correlation: Double

    static let fields = Fields<Self>(
        "DuplicateImage",
        Field("image_id", \.imageID),
        Field("filename", \.filename),
        Field("width", \.width, "Upright pixels."),
        Field("height", \.height, "Upright pixels."),
        Field("size_bytes", \.sizeBytes),
        Field("annotation_count", \.annotationCount),
        Field("split", \.split),
        Field("differences", \.differences, "From the first image that was suggested to be kept; empty for that one."),
        Field("words", \.words, "The same for people, as `half the size`."),
        Field("correlation", \.correlation, "Of the greys where the two overlap, 1 for the same."))
}

/// Copies of one picture. What is in the bin is not among them, and a group of one is no group.
struct DuplicateGroupAnswer: WireObject {
    var id: ID
    var kind: DuplicateKind
    var keeperID: ID
    var imageCount: Int
    var linkedCount: Int
    var isLeak: Bool
    var isDismissed: Bool
    var images: [DuplicateImage]
    /// Where it stands in the list.
    var position = 0

    /// Images of a group that an answer holds at most.
    static let mostImages = 100

    static let fields = Fields<Self>(
        "DuplicateGroup",
        Field("id", \.id),
        Field("kind", \.kind, "`exact`: every pixel is the same. `near`: some are resized, recompressed, cropped, turned or brighter."),
        Field("keeper_id", \.keeperID, "Suggested to be kept: most pixels, then most annotations, then most bytes, then the oldest."),
        Field("image_count", \.imageCount),
        Field("linked_count", \.linkedCount, "Images outside of the group that match one of its copies, but not the one to keep."),
        Field("is_leak", \.isLeak, "Its images are in several of train, val and test."),
        Field("is_dismissed", \.isDismissed, "Somebody said that these are no copies."),
        Field("images", \.images, "The suggested one first; 100 at most."))
}

/// Of `GET /api/projects/{id}/duplicates`.
struct DuplicatesQuery: WireInput {
    var kind: DuplicateKind?
    var leaks = false
    var dismissed = false
    var limit = Page<JSON>.defaultLimit
    var cursor: Cursor?

    init() {}
    static let fields = Fields<Self>(
        "DuplicatesQuery",
        Field("kind", \.kind, optional: true),
        Field("leaks", \.leaks, "Only groups whose images are in several of train, val and test.", optional: true),
        Field("dismissed", \.dismissed, "The dismissed groups in place of the others.", optional: true),
        .limit(\.limit), .cursor(\.cursor))
}

/// How far a project's search for copies is.
struct DuplicatesState: WireObject {
    var groupCount: Int
    var copyCount: Int
    var leakCount: Int
    var exactCount: Int
    var dismissedCount: Int
    var imageCount: Int
    var failedCount: Int
    var newCount: Int
    var foundAt: Timestamp?
    var jobID: ID?

    static let fields = Fields<Self>(
        "DuplicatesState",
        Field("group_count", \.groupCount),
        Field("copy_count", \.copyCount, "Images that could go."),
        Field("leak_count", \.leakCount, "Groups whose images are in several of train, val and test."),
        Field("exact_count", \.exactCount, "Groups whose images have the very same pixels."),
        Field("dismissed_count", \.dismissedCount),
        Field("image_count", \.imageCount, "Images of the project."),
        Field("failed_count", \.failedCount, "Images whose pixels cannot be decoded."),
        Field("new_count", \.newCount, "Images that came since the last search."),
        Field("found_at", \.foundAt, "When the last search ended; null before the first."),
        Field("job_id", \.jobID, "A search that goes on, or waits to."))
}

struct DuplicatesJobAnswer: WireObject {
    var jobID: ID
    static let fields = Fields<Self>("DuplicatesJob", Field("job_id", \.jobID))
}

struct DuplicatePatch: WireInput {
    var dismissed = false

    init() {}
    static let fields = Fields<Self>(
        "DuplicatePatch", Field("dismissed", \.dismissed, "True: these are no copies, also when they are looked for again."))
}

/// Of `POST /api/projects/{id}/duplicates/resolve`.
struct ResolveBody: WireInput {
    struct Choice: WireInput {
        var groupID = ID(high: 0, low: 0)
        var keeperID: ID?

        init() {}
        static let fields = Fields<Self>(
            "ResolveChoice", Field("group_id", \.groupID),
            Field("keeper_id", \.keeperID, "An image of the group; the suggested one when left out.", optional: true))
    }

    var groups: [Choice]?
    var kind: DuplicateKind?
    var givesTags = false

    init() {}
    static let fields = Fields<Self>(
        "ResolveBody",
        Field("groups", \.groups, .count(1...10_000), "Either these,", optional: true),
        Field("kind", \.kind, "or all of a kind, the suggested image of each being kept.", optional: true),
        Field("give_tags", \.givesTags, "The images that are kept get the others' tags.", optional: true)
    ) { body, path, problems in
        if (body.groups == nil) == (body.kind == nil) { problems.add(path.member("groups"), "or kind must be given, and not both") }
    }
}

struct ResolveAnswer: WireObject {
    var operation: BulkOperation
    var groupCount: Int
    var remaining: Int

    static let fields = Fields<Self>(
        "ResolveAnswer",
        Field("operation", \.operation, "The move to the bin, which `POST /api/bulk/{id}/undo` takes back."),
        Field("group_count", \.groupCount, "Groups that were resolved."),
        Field("remaining", \.remaining, "Groups that were not: at most 10,000 images go at once. Ask again for these."))
}
