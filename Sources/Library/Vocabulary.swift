import Core

/// What a project teaches models to do.
public enum TaskType: String, WireEnum {
    case classification = "CLASSIFICATION"
    case detection = "DETECTION"
    case segmentation = "SEGMENTATION"
    case pose = "POSE"
}

/// How far labelling an image has come.
public enum ImageStatus: String, WireEnum {
    case new = "NEW"
    case inProgress = "IN_PROGRESS"
    case done = "DONE"
}

/// What a reviewer said about an image.
public enum ReviewStatus: String, WireEnum {
    case unreviewed = "UNREVIEWED"
    case approved = "APPROVED"
    case rejected = "REJECTED"
    case needsRevision = "NEEDS_REVISION"
}

/// Which part of a dataset an image belongs to.
public enum Split: String, WireEnum {
    case unassigned, train, val, test
    public static let aliases: [String: Split] = ["valid": .val, "validation": .val]
}
