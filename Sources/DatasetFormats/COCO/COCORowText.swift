import Core
import Geometry

/// One annotation as COCO writes it.
struct COCORowText {
    private enum Keys {
        static let id = JSONWriter.quotedKey("id")
        static let image = JSONWriter.quotedKey("image_id")
        static let category = JSONWriter.quotedKey("category_id")
        static let box = JSONWriter.quotedKey("bbox")
        static let area = JSONWriter.quotedKey("area")
        static let segmentation = JSONWriter.quotedKey("segmentation")
        static let crowd = JSONWriter.quotedKey("iscrowd")
        static let keypoints = JSONWriter.quotedKey("keypoints")
        static let keypointCount = JSONWriter.quotedKey("num_keypoints")
        static let attributes = JSONWriter.quotedKey("attributes")
        static let score = JSONWriter.quotedKey("score")
        static let size = JSONWriter.quotedKey("size")
        static let counts = JSONWriter.quotedKey("counts")
    }

    /// Nil when the geometry has no extent.
    let bytes: [UInt8]?

    init(_ annotation: DatasetAnnotation, image: Int, id: Int, category: Int) {
        guard let box = annotation.boundingBox else {
            bytes = nil
            return
        }
        var writer = JSONWriter(reserving: 256)
        writer.beginObject()
        writer.key(quoted: Keys.id)
        writer.int(Int64(id))
        writer.key(quoted: Keys.image)
        writer.int(Int64(image))
        writer.key(quoted: Keys.category)
        writer.int(Int64(category))
        writer.key(quoted: Keys.box)
        Self.numbers([box.x, box.y, box.width, box.height], &writer)
        writer.key(quoted: Keys.area)
        writer.double(annotation.geometry.area > 0 ? annotation.geometry.area : box.area)
        Self.shape(annotation.geometry, &writer)
        writer.key(quoted: Keys.crowd)
        writer.int(annotation.attributes["iscrowd"]?.bool == true ? 1 : 0)
        if let confidence = annotation.confidence {
            writer.key(quoted: Keys.score)
            writer.double(confidence)
        }
        var rest = annotation.attributes.members.filter { $0.key != "iscrowd" && $0.key != DatasetAnnotation.boxAttribute }
        if case .rotatedBox(let box) = annotation.geometry { rest.append((COCOGeometry.rotation, .double(box.angle))) }
        if !rest.isEmpty {
            writer.key(quoted: Keys.attributes)
            writer.value(.object(JSONObject(rest)))
        }
        writer.endObject()
        bytes = writer.bytes
    }

    private static func shape(_ geometry: Geometry, _ writer: inout JSONWriter) {
        writer.key(quoted: Keys.segmentation)
        switch geometry {
        case .polygon(let polygon): rings(polygon.parts, &writer)
        case .rotatedBox(let box): rings([box.corners], &writer)
        case .mask(let mask):
            writer.beginObject()
            writer.key(quoted: Keys.size)
            numbers([Double(mask.height), Double(mask.width)], &writer)
            writer.key(quoted: Keys.counts)
            writer.string(mask.counts)
            writer.endObject()
        case .keypoints(let points):
            rings([], &writer)
            writer.key(quoted: Keys.keypoints)
            numbers(points.flatMap { [$0.x, $0.y, Double($0.visibility)] }, &writer)
            writer.key(quoted: Keys.keypointCount)
            writer.int(Int64(points.count(where: \.isLabelled)))
        case .box, .polyline, .image: rings([], &writer)
        }
    }

    private static func rings(_ rings: [[Point]], _ writer: inout JSONWriter) {
        writer.beginArray()
        for ring in rings { numbers(ring.flatMap { [$0.x, $0.y] }, &writer) }
        writer.endArray()
    }

    private static func numbers(_ values: [Double], _ writer: inout JSONWriter) {
        writer.beginArray()
        for value in values { writer.double(value) }
        writer.endArray()
    }
}
