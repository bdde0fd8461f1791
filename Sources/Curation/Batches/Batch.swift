import Core
import Database

public enum BatchStatus: String, WireEnum { case created, analyzing, complete, failed }

/// A named set of images, and what groups are in it.
public struct Batch: WireObject {
    public var id: ID
    public var projectID: ID
    public var name: String
    public var status: BatchStatus
    public var parameters: RawJSON
    public var embedderID: ID?
    public var jobID: ID?
    public var imageCount: Int
    public var errorMessage: String?
    public var createdBy: ID
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public static let fields = Fields<Self>(
        "Batch",
        Field("id", \.id),
        Field("project_id", \.projectID),
        Field("batch_name", \.name),
        Field("status", \.status),
        Field("parameters", \.parameters, "Those of the last analysis, or those that came with the batch."),
        Field("embedder_id", \.embedderID, "What described the images for the last analysis."),
        Field("job_id", \.jobID, "The last analysis."),
        Field("image_count", \.imageCount),
        Field("error_message", \.errorMessage),
        Field("created_by", \.createdBy),
        Field("created_at", \.createdAt),
        Field("updated_at", \.updatedAt))

    /// An analysis whose job failed or was cancelled is one that failed: the job's row says so, whoever ended it.
    static let columns = """
        b.id, b.project_id, b.name, CASE WHEN b.status = 'analyzing' AND j.status IN ('FAILED', 'CANCELLED') THEN 'failed' ELSE b.status END,
        b.parameters, b.embedder_id, b.job_id, b.image_count,
        CASE WHEN j.status = 'FAILED' THEN j.error_message WHEN j.status = 'CANCELLED' THEN 'The analysis was cancelled.' END,
        b.created_by, b.created_at, b.updated_at
        """

    init(_ row: Row) throws {
        var read = row.reader()
        id = try read.id()
        projectID = try read.id()
        name = try read.text()
        status = try read.value()
        parameters = RawJSON(trusted: try read.text())
        embedderID = try read.optionalID()
        jobID = try read.optionalID()
        imageCount = try read.int()
        errorMessage = try read.optionalText()
        createdBy = try read.id()
        createdAt = try read.time()
        updatedAt = try read.time()
    }
}

/// An image of a batch and its group.
public struct BatchImage: WireObject {
    public var imageID: ID
    public var filename: String
    public var groupLabel: String?
    public var byHand: Bool
    public var probability: Double?

    public static let fields = Fields<Self>(
        "BatchImage",
        Field("image_id", \.imageID),
        Field("filename", \.filename),
        Field("group_label", \.groupLabel, "Null for an image in no group: an outlier, or not analysed yet."),
        Field("by_hand", \.byHand, "Somebody put it there: analysing again leaves it."),
        Field("probability", \.probability, "How strongly the analysis took it for one of its group, 0 to 1."))
}

public struct BatchGroup: WireObject {
    public var label: String?
    public var count: Int

    public static let fields = Fields<Self>(
        "BatchGroup", Field("label", \.label, "Null for images in no group."), Field("count", \.count))
}

/// A batch with all that is in it.
public struct BatchContent: WireObject {
    public var batch: Batch
    public var groups: [BatchGroup]
    public var images: [BatchImage]

    public static let fields = Fields<Self>(
        "BatchContent", Field("batch", \.batch), Field("groups", \.groups, "Largest first, images in no group last."),
        Field("images", \.images, "Group by group, the surest first."))
}
