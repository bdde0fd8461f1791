import Core
import Library

/// What a new version is made from.
public struct DatasetBody: WireInput {
    public var name = ""
    public var splits = SplitShares()
    public var seed = 0
    public var preprocessing: JSON = .object(JSONObject())
    public var augmentation: JSON = .object(JSONObject())
    public var filter: JSON = .object(JSONObject())

    public init() {}
    public static let fields = Fields<Self>(
        "DatasetBody",
        Field("name", \.name, .length(1...200)),
        Field("splits", \.splits, "Shares for images whose split is unassigned; the others stay where they are.", optional: true),
        Field("seed", \.seed, .range(0...2_147_483_647), "Decides which unassigned image goes where.", optional: true),
        Field("preprocessing", \.preprocessing, .isObject, .bytes(atMost: 16_384), optional: true),
        Field("augmentation", \.augmentation, .isObject, .bytes(atMost: 16_384), optional: true),
        Field(
            "filter", \.filter, .isObject, .bytes(atMost: 16_384),
            "`{status?, review_status?, annotated?}`; images that are neither annotated nor DONE nor null are left out unless it says otherwise.",
            optional: true)
    ) { body, path, problems in
        TrainerKnobs.check(body.preprocessing, TrainerKnobs.preprocessing, path.member("preprocessing"), &problems)
        TrainerKnobs.check(body.augmentation, TrainerKnobs.augmentation, path.member("augmentation"), &problems)
        _ = DatasetFilter(body.filter, path.member("filter"), &problems)
    }
}

public struct SplitShares: WireInput, Equatable {
    public var train = 0.8
    public var val = 0.1
    public var test = 0.1

    public init() {}
    public init(train: Double, val: Double, test: Double) {
        self.train = train
        self.val = val
        self.test = test
    }

    public static let fields = Fields<Self>(
        "SplitShares", Field("train", \.train, .range(0...100)), Field("val", \.val, .range(0...100)),
        Field("test", \.test, .range(0...100)), about: "Shares, in any unit: they are divided by their sum."
    ) { shares, path, problems in
        if shares.train + shares.val + shares.test <= 0 { problems.add(path, "must not all be 0") }
    }

    /// How many of `count` images go where; every share that is not zero gets one image while there are three or more.
    func counts(of count: Int) -> DatasetSplitCounts {
        let sum = train + val + test
        var counts = DatasetSplitCounts()
        guard sum > 0 else { return DatasetSplitCounts(train: count) }
        counts.val = Int((val / sum * Double(count)).rounded())
        counts.test = Int((test / sum * Double(count)).rounded())
        if count >= 3 {
            if val > 0 { counts.val = max(1, counts.val) }
            if test > 0 { counts.test = max(1, counts.test) }
        }
        let least = train > 0 ? 1 : 0
        counts.val = min(counts.val, max(0, count - least))
        counts.test = min(counts.test, max(0, count - least - counts.val))
        counts.train = count - counts.val - counts.test
        if train == 0 {
            // What rounding left over goes to the larger share.
            if val >= test { counts.val += counts.train } else { counts.test += counts.train }
            counts.train = 0
        }
        return counts
    }
}

/// Which of a project's images take part.
struct DatasetFilter: Sendable {
    var status: ImageStatus?
    var reviewStatus: ReviewStatus?
    var annotated: Bool?

    init() {}

    init?(_ json: JSON, _ path: FieldPath, _ problems: inout Problems) {
        let before = problems.count
        for (key, value) in json.object?.members ?? [] {
            switch key {
            case "status": status = ImageStatus.decode(value, at: path.member(key), into: &problems)
            case "review_status": reviewStatus = ReviewStatus.decode(value, at: path.member(key), into: &problems)
            case "annotated": annotated = Bool.decode(value, at: path.member(key), into: &problems)
            default: problems.add(path.member(key), "is no filter; there are status, review_status, annotated")
            }
        }
        if problems.count > before { return nil }
    }

    init(_ json: JSON) {
        var problems = Problems()
        self = DatasetFilter(json, .root, &problems) ?? DatasetFilter()
    }
}

/// What the trainer lets be changed (docs/trainer-protocol.md).
enum TrainerKnobs {
    static let preprocessing: Set<String> = ["single_class", "rect", "cache"]
    static let augmentation: Set<String> = [
        "hsv_h", "hsv_s", "hsv_v", "degrees", "translate", "scale", "shear", "perspective", "flipud", "fliplr", "mosaic", "mixup",
        "cutmix", "copy_paste", "close_mosaic", "erasing",
    ]

    static func check(_ json: JSON, _ known: Set<String>, _ path: FieldPath, _ problems: inout Problems) {
        for (key, _) in json.object?.members ?? [] where !known.contains(key) {
            problems.add(path.member(key), "is not known; there are \(known.sorted().joined(separator: ", "))")
        }
    }
}
