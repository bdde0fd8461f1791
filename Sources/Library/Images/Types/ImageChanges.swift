import Core

public struct StatusBody: WireInput {
    public var status = ImageStatus.new
    public init() {}
    public static let fields = Fields<Self>("ImageStatusBody", Field("status", \.status))
}

public struct ReviewBody: WireInput {
    public var reviewStatus = ReviewStatus.unreviewed
    public var comment = ""
    public init() {}
    public static let fields = Fields<Self>(
        "ImageReviewBody", Field("review_status", \.reviewStatus), .reviewComment(\.comment))
}

public struct SplitBody: WireInput {
    public var split = Split.unassigned
    public init() {}
    public static let fields = Fields<Self>("ImageSplitBody", Field("split", \.split))
}

public struct MetadataBody: WireInput {
    public var metadata: JSON = [:]
    /// Bytes of JSON.
    static let limit = 65_536
    public init() {}
    public static let fields = Fields<Self>(
        "ImageMetadataBody", Field("metadata", \.metadata, .isObject, .encodedSize(atMost: limit), "Replaces what was there."))
}

extension Constraint {
    /// How many images one bulk change may name.
    static let bulk = Constraint.count(1...10_000)
}

public struct BulkStatusBody: WireInput {
    public var imageIDs: [ID] = []
    public var status = ImageStatus.new
    public init() {}
    public static let fields = Fields<Self>(
        "BulkImageStatusBody", Field("image_ids", \.imageIDs, .bulk), Field("status", \.status))
}

public struct BulkReviewBody: WireInput {
    public var imageIDs: [ID] = []
    public var reviewStatus = ReviewStatus.unreviewed
    public var comment = ""
    public init() {}
    public static let fields = Fields<Self>(
        "BulkImageReviewBody", Field("image_ids", \.imageIDs, .bulk), Field("review_status", \.reviewStatus), .reviewComment(\.comment))
}

extension Field {
    fileprivate static func reviewComment(_ path: KeyPath<Root, String> & Sendable) -> Field {
        Field("comment", path, .length(0...4000), "Why: shown to whom the image goes back.", optional: true)
    }
}

public struct BulkSplitBody: WireInput {
    public var imageIDs: [ID] = []
    public var split = Split.unassigned
    public init() {}
    public static let fields = Fields<Self>(
        "BulkImageSplitBody", Field("image_ids", \.imageIDs, .bulk), Field("split", \.split))
}

public struct BulkImagesBody: WireInput {
    public var imageIDs: [ID] = []
    public init() {}
    public static let fields = Fields<Self>("BulkImagesBody", Field("image_ids", \.imageIDs, .bulk))
}
