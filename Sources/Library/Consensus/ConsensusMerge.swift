import Core
import Database
import Geometry

public struct MergeBody: WireInput {
    public var imageIDs: [ID] = []
    public var userID: ID?
    public var threshold = 0.5

    public init() {}
    public static let fields = Fields<Self>(
        "MergeBody",
        Field("image_ids", \.imageIDs, .count(1...500), .unique),
        Field("user_id", \.userID, "Takes this person's layers as they are; without it what a majority agrees on."),
        Field("threshold", \.threshold, .range(0.05...0.95), "Intersection over union from which objects are the same.", optional: true))
}

public struct MergeAnswer: WireObject {
    public var merged: Int
    public var disputed: Int

    public static let fields = Fields<Self>(
        "MergeAnswer", Field("merged", \.merged, "Images."), Field("disputed", \.disputed, "Things left out for want of a majority."))
}

/// Turns layers into images' annotations. What an image had is deleted, which its history keeps; the image is done.
enum ConsensusMerge {
    static func apply(
        _ body: MergeBody, _ connection: Connection, _ set: ConsensusSet, by userID: ID, at now: Timestamp, news: ImageNews
    ) throws -> MergeAnswer {
        var answer = MergeAnswer(merged: 0, disputed: 0)
        var faults: [FoveaError.Field] = []
        for (index, imageID) in body.imageIDs.enumerated() {
            guard let image = try ComparedImage.load(connection, set.id, imageID) else {
                faults.append(.init("image_ids[\(index)]", "is no image of this set"))
                continue
            }
            switch try result(of: image, body) {
            case .failure(let reason): faults.append(.init("image_ids[\(index)]", reason.words))
            case .success(let shapes):
                guard faults.isEmpty else { continue }
                try replace(connection, imageID, with: shapes.shapes, by: userID, at: now, news: news)
                answer.merged += 1
                answer.disputed += shapes.disputed
            }
        }
        // Thrown, nothing of the above has happened.
        guard faults.isEmpty else { throw FoveaError.invalid(faults) }
        try ImageStore.setStatus(connection, body.imageIDs, .done, projectID: set.projectID, at: now)
        let isNamed = connection.dialect.contains("image_id", "$2", .idList)
        let first =
            try connection.integer(
                "SELECT count(*) FROM consensus_images WHERE set_id = $1 AND merged_at IS NULL AND \(isNamed)", set.id, body.imageIDs) ?? 0
        try connection.execute(
            "UPDATE consensus_images SET merged_at = $3, merged_by = $4 WHERE set_id = $1 AND \(isNamed)", set.id, body.imageIDs, now, userID)
        try connection.execute("UPDATE consensus_sets SET merged_count = merged_count + $2 WHERE id = $1", set.id, first)
        return answer
    }

    private struct Reason: Error { var words: String }
    private struct Shapes {
        var shapes: [Shape]
        var disputed: Int
    }
    private struct Shape {
        var labelID: ID
        var geometry: Geometry
        var attributes: JSON = [:]
        var zOrder = 0
    }

    private static func result(of image: ComparedImage, _ body: MergeBody) throws -> Result<Shapes, Reason> {
        guard let userID = body.userID else {
            guard let majority = try image.majorityOfFinished(threshold: body.threshold) else {
                return .failure(Reason(words: "has fewer than two finished layers"))
            }
            return .success(
                Shapes(shapes: majority.agreed.map { Shape(labelID: $0.label, geometry: $0.geometry) }, disputed: majority.disputed))
        }
        guard let layer = image.layers.first(where: { $0.layer.userID == userID }), layer.layer.status == .done else {
            return .failure(Reason(words: "has no finished layer of this person"))
        }
        return .success(
            Shapes(
                shapes: try layer.annotations.map {
                    Shape(
                        labelID: $0.labelID, geometry: try Geometry(text: $0.geometry.text),
                        attributes: try JSON.parse($0.attributes.text), zOrder: $0.zOrder)
                }, disputed: 0))
    }

    private static func replace(
        _ connection: Connection, _ imageID: ID, with shapes: [Shape], by userID: ID, at now: Timestamp, news: ImageNews
    ) throws {
        // Held before the annotations are read, so that nobody changes them in between.
        guard try ImageFacts.lock(connection, imageID) != nil else { throw FoveaError.notFound("The image") }
        let deletes = try AnnotationStore.ofImage(connection, imageID).map { annotation -> AnnotationOperation in
            var operation = AnnotationOperation()
            operation.action = .delete
            operation.id = annotation.id
            operation.version = annotation.version
            return operation
        }
        let creates = shapes.map { shape -> AnnotationOperation in
            var operation = AnnotationOperation()
            operation.id = .make(at: now)
            operation.labelID = shape.labelID
            operation.geometry = shape.geometry
            operation.attributes = shape.attributes
            operation.zOrder = shape.zOrder
            return operation
        }
        _ = try AnnotationEditing.apply(deletes + creates, connection, imageID: imageID, by: userID, at: now, news: news)
    }
}
