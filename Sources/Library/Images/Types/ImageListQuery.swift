import Core
import Geometry
import ImageQuality

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
    case longestAgo = "updated_at"
    case latest = "-updated_at"
    case narrowest = "width"
    case widest = "-width"
    case lowest = "height"
    case highest = "-height"
    /// The order of the sequence that is asked for.
    case frame
    case lastFrame = "-frame"
    case brisque, niqe, piqe, sharpness, noise, contrast, colorfulness, brightness, shadows, highlights, entropy
    case brisqueDown = "-brisque"
    case niqeDown = "-niqe"
    case piqeDown = "-piqe"
    case sharpnessDown = "-sharpness"
    case noiseDown = "-noise"
    case contrastDown = "-contrast"
    case colorfulnessDown = "-colorfulness"
    case brightnessDown = "-brightness"
    case shadowsDown = "-shadows"
    case highlightsDown = "-highlights"
    case entropyDown = "-entropy"
    case uniqueness, representativeness
    case uniquenessDown = "-uniqueness"
    case representativenessDown = "-representativeness"

    /// A number of each image that stands in a table of its own.
    struct Measure {
        var table: String
        var column: String
    }

    /// The measure that decides, if one does: then only images that have it are listed.
    var measure: Measure? {
        let name = isDescending ? String(rawValue.dropFirst()) : rawValue
        if QualityMetric(rawValue: name) != nil { return Measure(table: "image_quality", column: "s.\(name)") }
        if CoverageMetric(rawValue: name) != nil { return Measure(table: "image_coverage", column: "s.\(name)") }
        return nil
    }

    var isDescending: Bool { rawValue.hasPrefix("-") }

    var isByFrame: Bool { self == .frame || self == .lastFrame }

    /// Of `images` as `i`, the table of a measure as `s` or the frames `f` of a sequence; each has an index that lists a project's images in
    /// this order.
    var column: String {
        if let measure { return measure.column }
        return switch self {
        case .name, .nameDown: "i.filename"
        case .fewest, .most: "i.annotation_count"
        case .smallest, .largest: "i.size_bytes"
        case .longestAgo, .latest: "i.updated_at"
        case .narrowest, .widest: "i.width"
        case .lowest, .highest: "i.height"
        case .frame, .lastFrame: "f.position"
        default: "i.created_at"
        }
    }

    /// - Parameters:
    ///   - sequence: that the list is of, when it is in the order of frames.
    ///   - value: the measure's, when one decides.
    func cursor(after image: Image, in sequence: ID?, measured value: Double?) -> Cursor {
        let place: JSON =
            switch self {
            case _ where measure != nil: .double(value ?? 0)
            case .name, .nameDown: .string(image.filename)
            case .fewest, .most: .int(Int64(image.annotationCount))
            case .smallest, .largest: .int(image.sizeBytes)
            case .longestAgo, .latest: .int(image.updatedAt.microseconds)
            case .narrowest, .widest: .int(Int64(image.width))
            case .lowest, .highest: .int(Int64(image.height))
            case .frame, .lastFrame: .int(Int64(image.frames.first { $0.sequenceID == sequence }?.index ?? 0))
            default: .int(image.createdAt.microseconds)
            }
        return Cursor(.string(rawValue), place, .string(image.id.description))
    }
}

/// Which images, and in which order: of a list, of a saved view, of a change to everything that matches. All that is set must
/// hold at once.
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
    public var withoutLabelID: ID?
    public var geometryType: String?
    public var minWidth: Int?
    public var maxWidth: Int?
    public var minHeight: Int?
    public var maxHeight: Int?
    public var minMegapixels: Double?
    public var maxMegapixels: Double?
    public var minBytes: Int64?
    public var maxBytes: Int64?
    public var createdFrom: Timestamp?
    public var createdTo: Timestamp?
    public var metadata: String?
    public var hasComments: Bool?
    public var hasOpenComments: Bool?
    public var hasPredictions: Bool?
    public var minAnnotations: Int?
    public var maxAnnotations: Int?
    public var uploadedBy: ID?
    public var isNull: Bool?
    public var sequenceID: ID?
    public var quality = MetricBounds<QualityMetric>()
    public var coverage = MetricBounds<CoverageMetric>()
    public var flag: QualityFlag?
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
        Field("without_label_id", \.withoutLabelID, "Has no annotation with this label.", optional: true),
        Field("geometry_type", \.geometryType, .geometryType, "Has an annotation of this kind.", optional: true),
        Field("min_width", \.minWidth, .atLeast(0), "Upright pixels; bounds are included, here and below.", optional: true),
        Field("max_width", \.maxWidth, .atLeast(0), optional: true),
        Field("min_height", \.minHeight, .atLeast(0), optional: true),
        Field("max_height", \.maxHeight, .atLeast(0), optional: true),
        Field("min_megapixels", \.minMegapixels, .range(0...1e6), "Millions of pixels.", optional: true),
        Field("max_megapixels", \.maxMegapixels, .range(0...1e6), optional: true),
        Field("min_bytes", \.minBytes, .atLeast(0), optional: true),
        Field("max_bytes", \.maxBytes, .atLeast(0), optional: true),
        Field("created_from", \.createdFrom, "Came to the project then or later.", optional: true),
        Field("created_to", \.createdTo, "Came to the project before then.", optional: true),
        Field(
            "metadata", \.metadata, .length(2...500), .metadataPair,
            "`key=value` of the free metadata, as `site=Basel`; values of other types as JSON writes them (`7`, `true`).", optional: true),
        Field("has_comments", \.hasComments, optional: true),
        Field("has_open_comments", \.hasOpenComments, "Has a comment that is not resolved.", optional: true),
        Field("has_predictions", \.hasPredictions, "Has annotations that a model made and nobody accepted.", optional: true),
        Field("min_annotations", \.minAnnotations, .atLeast(0), optional: true),
        Field("max_annotations", \.maxAnnotations, .atLeast(0), optional: true),
        Field("uploaded_by", \.uploadedBy, optional: true),
        Field("is_null", \.isNull, "Marked as having nothing to label.", optional: true),
        Field("sequence_id", \.sequenceID, "Is a frame of this sequence.", optional: true),
        Field("flag", \.flag, "Was measured and looks like this; see the documentation of image quality.", optional: true),
        Field("bin", \.bin, "Lists what is in the bin instead.", optional: true),
        Field("sort", \.sort, optional: true),
        .limit(\.limit),
        .cursor(\.cursor),
        more: QualityMetric.allCases.flatMap { metric in
            [
                Field("min_\(metric.rawValue)", \.quality[min: metric], optional: true),
                Field("max_\(metric.rawValue)", \.quality[max: metric], optional: true),
            ]
        }
            + CoverageMetric.allCases.flatMap { metric in
                [
                    Field("min_\(metric.rawValue)", \.coverage[min: metric], optional: true),
                    Field("max_\(metric.rawValue)", \.coverage[max: metric], optional: true),
                ]
            }
    ) { query, path, problems in
        if query.sort.isByFrame, query.sequenceID == nil { problems.add(path.member("sort"), "by frame needs sequence_id") }
    }

    /// Whether it narrows the list at all, whatever the order and the page.
    var isFiltered: Bool {
        var plain = self
        plain.sort = .newest
        plain.limit = Page<JSON>.defaultLimit
        plain.cursor = nil
        if plain.text?.isEmpty == true { plain.text = nil }
        return plain.encoded() != Self.everything
    }

    private static let everything = ImageListQuery().encoded()

    /// Key and value of `metadata`.
    var metadataPair: (key: String, value: String)? { metadata.flatMap(Self.pair) }

    fileprivate static func pair(_ text: String) -> (key: String, value: String)? {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else { return nil }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
}

extension Constraint {
    static let geometryType = Constraint.oneOf(Geometry.Kind.allCases.map(\.rawValue))
    static let metadataPair = Constraint.text("must be key=value") { ImageListQuery.pair($0) != nil }
}
