import Core

/// One picture of a project. Sizes are upright pixels; payloads (EXIF, free metadata) are asked for apart.
public struct Image: WireObject {
    public var id: ID
    public var projectID: ID
    public var filename: String
    public var digest: Digest
    public var sizeBytes: Int64
    public var contentType: String
    public var width: Int
    public var height: Int
    public var status: ImageStatus
    public var reviewStatus: ReviewStatus
    public var split: Split
    public var isNull: Bool
    public var annotationCount: Int
    public var commentCount: Int
    public var tagIDs: [ID]
    public var frames: [FramePlace] = []
    public var hasThumbnail: Bool
    public var uploadedBy: ID?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    public var deletedAt: Timestamp?

    public static let fields = Fields<Self>(
        "Image",
        Field("id", \.id),
        Field("project_id", \.projectID),
        Field("filename", \.filename),
        Field("sha256", \.digest),
        Field("size_bytes", \.sizeBytes),
        Field("content_type", \.contentType),
        Field("width", \.width, "Upright pixels."),
        Field("height", \.height, "Upright pixels."),
        Field("status", \.status),
        Field("review_status", \.reviewStatus),
        Field("split", \.split),
        Field("is_null", \.isNull, "Somebody said that there is nothing to label on it."),
        Field("annotation_count", \.annotationCount),
        Field("comment_count", \.commentCount),
        Field("tag_ids", \.tagIDs),
        Field("frames", \.frames, "Sequences of which it is a frame, and where."),
        Field("has_thumbnail", \.hasThumbnail),
        Field("uploaded_by", \.uploadedBy),
        Field("created_at", \.createdAt),
        Field("updated_at", \.updatedAt),
        Field("deleted_at", \.deletedAt, "When it went to the bin; null while it is not there."))
}

/// What the camera and people wrote about an image.
public struct ImageMetadata: WireObject {
    public var exif: RawJSON
    public var metadata: RawJSON

    public static let fields = Fields<Self>(
        "ImageMetadata", Field("exif", \.exif, "By the tags' names, with latitude and longitude where known."),
        Field("metadata", \.metadata, "Whatever people keep with it."))
}

public struct ImageURL: WireObject {
    public var url: String
    public var expiresIn: Int

    public static let fields = Fields<Self>("ImageUrl", Field("url", \.url), Field("expires_in", \.expiresIn, "Seconds."))
}
