import Agreement
import Core
import Database
import Geometry

/// What each person of a set made of one image, and what a majority would make of it.
public struct ComparedImage: WireObject {
    public var imageID: ID
    public var filename: String
    public var width: Int
    public var height: Int
    public var mergedAt: Timestamp?
    public var layers: [ComparedLayer]
    public var majority: [MajorityShape]
    public var disputed: Int

    public static let fields = Fields<Self>(
        "ComparedImage",
        Field("image_id", \.imageID), Field("filename", \.filename), Field("width", \.width), Field("height", \.height),
        Field("merged_at", \.mergedAt),
        Field("layers", \.layers),
        Field("majority", \.majority, "What more than half of those who have finished marked with the same label."),
        Field("disputed", \.disputed, "Things on which there is no such majority."))

    static func load(_ connection: Connection, _ setID: ID, _ imageID: ID) throws -> ComparedImage? {
        let found = try connection.first(
            """
            SELECT i.filename, i.width, i.height, c.merged_at FROM consensus_images c JOIN images i ON i.id = c.image_id
            WHERE c.set_id = $1 AND c.image_id = $2 AND i.deleted_at IS NULL
            """, setID, imageID
        ) { row in
            ComparedImage(
                imageID: imageID, filename: try row.text(0), width: try row.int(1), height: try row.int(2), mergedAt: try row.optionalTime(3),
                layers: [], majority: [], disputed: 0)
        }
        guard var image = found else { return nil }
        image.layers = try LayerStore.ofImage(connection, set: setID, imageID).map { layer in
            ComparedLayer(
                layer: layer,
                annotations: layer.status == .done ? try LayerStore.annotations(connection, layer.id, after: nil, limit: 10_000) : [])
        }
        if let majority = try image.majorityOfFinished() {
            image.majority = majority.agreed.map { MajorityShape(labelID: $0.label, geometry: $0.geometry) }
            image.disputed = majority.disputed
        }
        return image
    }

    /// Nil with fewer than two finished layers.
    func majorityOfFinished(threshold: Double = 0.5) throws -> Majority? {
        let finished = try layers.filter { $0.layer.status == .done }.map { layer in
            try layer.annotations.map { LabelledShape(label: $0.labelID, geometry: try Geometry(text: $0.geometry.text)) }
        }
        return finished.count > 1 ? Majority(finished, size: PixelSize(width: width, height: height), threshold: threshold) : nil
    }
}

public struct ComparedLayer: WireObject {
    public var layer: Layer
    public var annotations: [Annotation]

    public static let fields = Fields<Self>(
        "ComparedLayer", Field("layer", \.layer), Field("annotations", \.annotations, "Empty until the layer is done."))
}

public struct MajorityShape: WireObject {
    public var labelID: ID
    public var geometry: Geometry

    public static let fields = Fields<Self>("MajorityShape", Field("label_id", \.labelID), Field("geometry", \.geometry))
}
