import Core
import Library

struct LabelStatisticsQuery: WireInput {
    var split: Split?
    var labelID: ID?

    init() {}
    static let fields = Fields<Self>(
        "LabelStatisticsQuery",
        Field("split", \.split, "Only images of this split.", optional: true),
        Field(
            "label_id", \.labelID, "Boxes, centres and objects an image of this label alone; balance and co-occurrence are of all.",
            optional: true))
}

/// How much of a project one label is.
struct LabelBalance: WireObject {
    struct InSplit: WireObject {
        var objects = 0
        var images = 0

        static let fields = Fields<Self>("LabelInSplit", Field("objects", \.objects), Field("images", \.images))
    }

    var labelID: ID
    var name: String
    var color: String
    var objects = 0
    var images = 0
    var share = 0.0
    var bySplit: [String: InSplit]

    static let fields = Fields<Self>(
        "LabelBalance",
        Field("label_id", \.labelID),
        Field("name", \.name),
        Field("color", \.color),
        Field("objects", \.objects),
        Field("images", \.images, "Images with at least one."),
        Field("share", \.share, "Of all objects, 0 to 1."),
        Field("by_split", \.bySplit, "By `train`, `val`, `test` and `unassigned`."))
}

/// Which labels are met on the same images: a square, in the order of `label_ids`.
struct CoOccurrence: WireObject {
    var labelIDs: [ID]
    var images: [[Int]]
    var jaccard: [[Double]]
    var lift: [[Double]]

    static let fields = Fields<Self>(
        "CoOccurrence",
        Field("label_ids", \.labelIDs, "The 50 labels with the most objects in the project at most; those met on the most images first."),
        Field("images", \.images, "Images with both; on the diagonal those with the label."),
        Field("jaccard", \.jaccard, "Images with both over images with either, 0 to 1."),
        Field(
            "lift", \.lift,
            "How much oftener they are met together than if they had nothing to do with each other, among images with labels: 1 is chance, 0 never."))
}

/// One measure of boxes.
struct BoxMeasure: WireObject {
    var name: String
    var min: Double?
    var p05: Double?
    var p25: Double?
    var median: Double?
    var p75: Double?
    var p95: Double?
    var max: Double?
    var mean: Double?
    var histogram: Histogram

    static let fields = Fields<Self>(
        "BoxMeasure",
        Field("name", \.name, "`width` and `height` over those of the image, `area` over its area, `aspect`: width over height, pixels both."),
        Field("min", \.min), Field("p05", \.p05, "Quantiles are exact to 0.6 % of their value."), Field("p25", \.p25), Field("median", \.median),
        Field("p75", \.p75), Field("p95", \.p95), Field("max", \.max), Field("mean", \.mean),
        Field("histogram", \.histogram, "Bins of equal steps of the logarithm; the outer ones hold what lies beyond them as well."))
}

/// What about a box may be a mistake, or a hard case.
enum OddBoxKind: String, WireEnum {
    /// Less than 0.1 % of its image.
    case tiny
    /// More than 90 % of it.
    case huge
    /// Reaches the image's border, to half a pixel.
    case border
}

struct OddBoxes: WireObject {
    var kind: OddBoxKind
    var objects = 0
    var images = 0
    var examples: [ID] = []

    static let fields = Fields<Self>(
        "OddBoxes", Field("kind", \.kind), Field("objects", \.objects), Field("images", \.images),
        Field("examples", \.examples, "The first images with one, 12 at most."))
}

/// How many images have from `least` to `most` objects.
struct ObjectCountBin: WireObject {
    var least: Int
    var most: Int?
    var images = 0

    static let fields = Fields<Self>(
        "ObjectCountBin", Field("least", \.least), Field("most", \.most, "Null: and more."), Field("images", \.images))
}

/// What is labelled in a project, but for images in the bin. Predictions count that were stored as annotations, as in all counts.
struct LabelStatistics: WireObject {
    /// Cells of the map of centres along each side.
    static let cells = 16

    var images: Int
    var labelledImages: Int
    var objects: Int
    var labels: [LabelBalance]
    var coOccurrence: CoOccurrence
    var boxes: Int
    var measures: [BoxMeasure]
    var centres: [Int]
    var odd: [OddBoxes]
    var objectsPerImage: [ObjectCountBin]

    static let fields = Fields<Self>(
        "LabelStatistics",
        Field("images", \.images),
        Field("labelled_images", \.labelledImages, "Images with at least one object."),
        Field("objects", \.objects, "Annotations of every kind."),
        Field("labels", \.labels, "Every label of the project, in its order."),
        Field("co_occurrence", \.coOccurrence),
        Field("boxes", \.boxes, "Objects with an extent: all but classes of whole images and lone points. Of these is what follows."),
        Field("measures", \.measures),
        Field("centres", \.centres, "Boxes by where their centre lies: 16 rows of 16 cells of the image, from the top left."),
        Field("odd", \.odd),
        Field("objects_per_image", \.objectsPerImage))
}
