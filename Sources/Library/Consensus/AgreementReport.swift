import Agreement
import Core

/// How far the people of consensus sets agree. Objects are matched one to one so that the intersections over unions of the pairs
/// sum to the most that is possible (the Hungarian method), pairs below the threshold left out.
public struct AgreementReport: WireObject {
    public var threshold: Double
    public var images: Int
    public var pending: Int
    public var f1: Double?
    public var meanIoU: Double?
    public var kappa: Double?
    public var alpha: Double?
    public var pairs: [AgreementOfPair]
    public var people: [AgreementOfPerson]
    public var labels: [AgreementOnLabel]
    public var perImage: [AgreementOnImage]

    public static let fields = Fields<Self>(
        "AgreementReport",
        Field("threshold", \.threshold),
        Field("images", \.images, "That at least two people have finished."),
        Field("pending", \.pending, "That fewer than two people have finished."),
        Field("f1", \.f1, "Of all pairs of people, objects with the same label at the threshold."),
        Field("mean_iou", \.meanIoU, "Of the objects that both have."),
        Field("kappa", \.kappa, "Cohen's, the mean over the pairs of people, of what they call the things that both marked."),
        Field("alpha", \.alpha, "Krippendorff's, nominal, over all people at once."),
        Field("pairs", \.pairs),
        Field("people", \.people),
        Field("labels", \.labels),
        Field("per_image", \.perImage, "Least agreement first."))
}

public struct AgreementOfPair: WireObject {
    public var leftID: ID
    public var left: String
    public var rightID: ID
    public var right: String
    public var images: Int
    public var hits: Int
    public var leftOnly: Int
    public var rightOnly: Int
    public var precision: Double?
    public var recall: Double?
    public var f1: Double?
    public var meanIoU: Double?
    public var kappa: Double?
    public var classAccuracy: Double?

    public static let fields = Fields<Self>(
        "AgreementOfPair",
        Field("left_id", \.leftID), Field("left", \.left), Field("right_id", \.rightID), Field("right", \.right),
        Field("images", \.images),
        Field("hits", \.hits, "Objects that both have, with the same label."),
        Field("left_only", \.leftOnly), Field("right_only", \.rightOnly),
        Field("precision", \.precision, "Of the right one's objects, the share that the left one has."),
        Field("recall", \.recall, "Of the left one's objects, the share that the right one has."),
        Field("f1", \.f1), Field("mean_iou", \.meanIoU), Field("kappa", \.kappa),
        Field("class_accuracy", \.classAccuracy, "Of the things that both marked, the share that they call the same."))
}

public struct AgreementOfPerson: WireObject {
    public var userID: ID
    public var username: String
    public var images: Int
    public var precision: Double?
    public var recall: Double?
    public var f1: Double?
    public var meanIoU: Double?

    public static let fields = Fields<Self>(
        "AgreementOfPerson",
        Field("user_id", \.userID), Field("username", \.username), Field("images", \.images),
        Field("precision", \.precision, "Of their objects, the share that another has, over all others."),
        Field("recall", \.recall, "Of the others' objects, the share that they have."),
        Field("f1", \.f1), Field("mean_iou", \.meanIoU))
}

public struct AgreementOnLabel: WireObject {
    public var labelID: ID
    public var name: String
    public var color: String
    public var hits: Int
    public var misses: Int
    public var f1: Double?
    public var meanIoU: Double?

    public static let fields = Fields<Self>(
        "AgreementOnLabel",
        Field("label_id", \.labelID), Field("name", \.name), Field("color", \.color), Field("hits", \.hits),
        Field("misses", \.misses, "Objects that only one of two people has."), Field("f1", \.f1), Field("mean_iou", \.meanIoU))
}

public struct AgreementOnImage: WireObject {
    public var consensusID: ID
    public var imageID: ID
    public var filename: String
    public var people: Int
    public var agreement: Double
    public var meanIoU: Double?
    public var hits: Int
    public var misses: Int
    public var mergedAt: Timestamp?

    public static let fields = Fields<Self>(
        "AgreementOnImage",
        Field("consensus_id", \.consensusID), Field("image_id", \.imageID), Field("filename", \.filename), Field("people", \.people),
        Field("agreement", \.agreement, "F1 over the pairs of people; 1 where nobody has an object."),
        Field("mean_iou", \.meanIoU), Field("hits", \.hits), Field("misses", \.misses), Field("merged_at", \.mergedAt))
}
