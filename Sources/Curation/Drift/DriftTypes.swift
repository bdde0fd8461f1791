import Core
import Library

extension Constraint {
    static let imageSet = Constraint.text(ImageSet.words) { ImageSet($0) != nil }
}

/// Two sets of a project's images.
struct DriftQuery: WireInput {
    var a = ""
    var b = ""

    init() {}
    static let fields = Fields<Self>(
        "DriftQuery",
        Field(
            "a", \.a, .imageSet,
            "What is the usual: all, labelled, unlabelled, split:train, tag:ID, before:2026-01-31, since:2026-01-31 (days in UTC, or with a time)."),
        Field("b", \.b, .imageSet, "What is held against it, named in the same way."),
        check: { query, path, problems in
            if !query.a.isEmpty, query.a == query.b { problems.add(path.member("b"), "must be another set than a") }
        })
}

/// How much two sets differ in something, in a word.
enum DriftLevel: String, WireEnum {
    case none, some, large
    /// It looks large, and might be chance: there are too few to tell.
    case unclear
}

/// One of the two sets.
struct DriftSide: WireObject {
    var set: String
    var images: Int
    var objects: Int
    var measured: Int
    var vectors: Int

    static let fields = Fields<Self>(
        "DriftSide",
        Field("set", \.set),
        Field("images", \.images),
        Field("objects", \.objects),
        Field("measured", \.measured, "Images whose measures were compared: all, or an even sample of 20,000."),
        Field("vectors", \.vectors, "Images whose vectors were compared, 1,000 at most."))
}

struct LabelShift: WireObject {
    var labelID: ID
    var name: String
    var color: String
    var shareA: Double
    var shareB: Double

    static let fields = Fields<Self>(
        "LabelShift", Field("label_id", \.labelID), Field("name", \.name), Field("color", \.color),
        Field("share_a", \.shareA, "Of the set's objects, 0 to 1."), Field("share_b", \.shareB))
}

/// How far the labels are distributed otherwise.
struct LabelDrift: WireObject {
    var level: DriftLevel
    var distance: Double
    var chiSquared: Double
    var degrees: Int
    var p: Double
    var labels: [LabelShift]

    static let fields = Fields<Self>(
        "LabelDrift",
        Field("level", \.level),
        Field("distance", \.distance, "Jensen-Shannon, base 2: 0 equal shares, 1 nothing in common."),
        Field("chi_squared", \.chiSquared),
        Field("degrees", \.degrees, "Of freedom."),
        Field("p", \.p, "How likely a statistic as large would be by chance; objects of one image are taken for independent."),
        Field("labels", \.labels, "Most shifted first."))
}

/// How far one number of the images is distributed otherwise.
struct NumberDrift: WireObject {
    var name: String
    var level: DriftLevel
    var statistic: Double
    var p: Double
    var stability: Double
    var countA: Int
    var countB: Int
    var medianA: Double
    var medianB: Double
    var edges: [Double]
    var countsA: [Int]
    var countsB: [Int]

    static let fields = Fields<Self>(
        "NumberDrift",
        Field("name", \.name, "`width`, `height`, `aspect`, `size_bytes`, `objects`, or a measure of image quality."),
        Field("level", \.level),
        Field("statistic", \.statistic, "Kolmogorov-Smirnov: the largest difference of the parts below any number, 0 to 1."),
        Field("p", \.p, "How likely a statistic as large would be by chance."),
        Field("stability", \.stability, "Population stability index over tenths of a: below 0.1 no shift, above 0.25 a large one, by custom."),
        Field("count_a", \.countA, "Images that have the number."),
        Field("count_b", \.countB),
        Field("median_a", \.medianA),
        Field("median_b", \.medianB),
        Field("edges", \.edges, "Of a histogram of both, from the 1st to the 99th hundredth; the outer bins hold what lies beyond them."),
        Field("counts_a", \.countsA),
        Field("counts_b", \.countsB))
}

/// How far the images look otherwise as a whole.
struct LooksDrift: WireObject {
    var level: DriftLevel
    var discrepancy: Double
    var p: Double
    var embedderName: String

    static let fields = Fields<Self>(
        "LooksDrift",
        Field("level", \.level),
        Field("discrepancy", \.discrepancy, "Maximum mean discrepancy of the vectors: 0 to the root of 2."),
        Field("p", \.p, "The part of random divisions into two such sets that differ as much; 0.005 at least."),
        Field("embedder_name", \.embedderName))
}

/// What is different between two sets of images.
struct DriftReport: WireObject {
    var a: DriftSide
    var b: DriftSide
    var both: Int
    var level: DriftLevel
    var labels: LabelDrift?
    var looks: LooksDrift?
    var numbers: [NumberDrift]

    static let fields = Fields<Self>(
        "DriftReport",
        Field("a", \.a),
        Field("b", \.b),
        Field("both", \.both, "Images that are in both sets: they make them look more alike than the rest of them is."),
        Field(
            "level", \.level,
            "The largest of what follows; `unclear` where something looks large that may be chance, and nothing is surely shifted."),
        Field("labels", \.labels, "Null where one of the sets has no objects."),
        Field("looks", \.looks, "Null where the project has no embedding model, or fewer than two images of a set have a vector."),
        Field("numbers", \.numbers, "Most shifted first; those that one of the sets lacks are left out."))
}
