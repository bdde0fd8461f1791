import Core
import Library

/// How many images are wanted, and among which.
struct LabelFirstBody: WireInput {
    var count = 50
    var imageIDs: [ID]?
    var filter: ImageListQuery?
    var seed: Int?

    init() {}
    static let fields = Fields<Self>(
        "LabelFirstBody",
        Field("count", \.count, .range(1...1000), optional: true),
        Field("image_ids", \.imageIDs, .count(1...50_000), .unique, "Choose among these,", optional: true),
        Field(
            "filter", \.filter, "or among all that match, as in the list of images. Among all images without labels when both are left out.",
            optional: true),
        Field(
            "seed", \.seed, .range(0...2_147_483_647),
            "Where nothing is labelled: begins with an image drawn by this number instead of the most representative one.", optional: true),
        check: { body, path, problems in
            if body.imageIDs != nil, body.filter != nil { problems.add(path.member("filter"), "may not be given with image_ids") }
        })
}

/// From where a choice went on.
enum LabelFirstStart: String, WireEnum {
    /// From the images that are labelled.
    case labelled
    /// From the most representative image, as it was counted last.
    case representative
    /// From the image nearest to the mean: nothing was counted yet.
    case central
    /// From an image drawn by the seed.
    case drawn
}

/// An image to label, and which gap it closes.
struct LabelFirstPick: WireObject {
    var image: Image
    var distance: Double?

    static let fields = Fields<Self>(
        "LabelFirstPick",
        Field("image", \.image),
        Field(
            "distance", \.distance,
            "Between its vector and the nearest one of what was labelled or picked before it, 0 to 2. Null for the first where nothing was."))
}

struct LabelFirstAnswer: WireObject {
    var picks: [LabelFirstPick]
    var start: LabelFirstStart
    var candidates: Int
    var withoutVector: Int
    var labelled: Int
    var compared: Int
    var reachBefore: Double?
    var reachAfter: Double

    static let fields = Fields<Self>(
        "LabelFirstAnswer",
        Field("picks", \.picks, "In the order of choosing. Fewer than asked for where all others equal a labelled or picked one."),
        Field("start", \.start),
        Field("candidates", \.candidates, "Images to choose among that have a vector."),
        Field("without_vector", \.withoutVector, "Images to choose among that have none yet, and could not be picked."),
        Field("labelled", \.labelled, "Images with labels, or marked as having nothing to label, that have a vector."),
        Field("compared", \.compared, "Of the labelled images those that were compared: all, or an even sample where there are very many."),
        Field("reach_before", \.reachBefore, "How far the farthest candidate lies from everything labelled, 0 to 2; null where nothing is."),
        Field("reach_after", \.reachAfter, "How far the farthest candidate lies from everything labelled or picked."))
}
