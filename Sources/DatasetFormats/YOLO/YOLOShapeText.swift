import Geometry

/// The numbers of one line of a label file, in pixels or fractions as each task wants them.
struct YOLOShapeText {
    /// Fractions of the image, then, for a pose, its keypoints in threes.
    var numbers: [Double] = []
    /// What was changed so that Ultralytics takes it.
    var note: String?

    /// Nil when it has no extent.
    init?(_ annotation: DatasetAnnotation, _ size: PixelSize, _ task: YOLOTask) {
        let geometry = annotation.geometry
        switch task {
        case .detect, .classify:
            guard let box = geometry.boundingBox, !box.isDegenerate else { return nil }
            append(box, size)
        case .segment:
            guard let ring = Self.ring(geometry) ?? geometry.boundingBox.flatMap({ $0.isDegenerate ? nil : $0.corners }) else { return nil }
            append(ring, size)
        case .obb:
            guard let ring = Self.corners(geometry) else { return nil }
            append(ring, size)
            let (width, height) = (Double(size.width) + Geometry.edgeTolerance, Double(size.height) + Geometry.edgeTolerance)
            if ring.contains(where: { $0.x < -Geometry.edgeTolerance || $0.y < -Geometry.edgeTolerance || $0.x > width || $0.y > height }) {
                note = "reaches over the image's edge, where YOLO takes no corner; its corners were moved to the edge"
            }
        case .pose: pose(annotation, size)
        }
        if numbers.isEmpty { return nil }
    }

    /// One ring for each shape that has an area. Of a mask of several parts, all are joined.
    private static func ring(_ geometry: Geometry) -> [Point]? {
        switch geometry {
        case .polygon(let polygon): return polygon.seamed
        case .rotatedBox(let box): return box.corners
        case .box(let box): return box.corners
        case .mask(let mask):
            guard let runs = try? RunLengths(mask) else { return nil }
            return Polygon.joining(runs.polygons.map(\.seamed))?.points
        case .polyline, .keypoints, .image: return nil
        }
    }

    private static func corners(_ geometry: Geometry) -> [Point]? {
        switch geometry {
        case .rotatedBox(let box): return box.corners
        case .polygon(let polygon): return RotatedBox(around: polygon.points)?.corners
        case .mask(let mask):
            guard let runs = try? RunLengths(mask) else { return nil }
            return RotatedBox(around: runs.polygons.flatMap(\.points))?.corners
        case .box, .polyline, .keypoints, .image: return geometry.boundingBox.flatMap { $0.isDegenerate ? nil : $0.corners }
        }
    }

    private mutating func append(_ box: Box, _ size: PixelSize) {
        let (width, height) = (Double(size.width), Double(size.height))
        numbers += [(box.x + box.width / 2) / width, (box.y + box.height / 2) / height, box.width / width, box.height / height].map(Self.fraction)
    }

    private mutating func append(_ ring: [Point], _ size: PixelSize) {
        for point in ring { numbers += [point.x / Double(size.width), point.y / Double(size.height)].map(Self.fraction) }
    }

    /// A turned box's corner may lie outside.
    private static func fraction(_ value: Double) -> Double { min(max(value, 0), 1) }

    private mutating func pose(_ annotation: DatasetAnnotation, _ size: PixelSize) {
        guard case .keypoints(let points) = annotation.geometry else {
            if let box = annotation.geometry.boundingBox, !box.isDegenerate { append(box, size) }
            return
        }
        guard var box = Self.frame(annotation) else { return }
        if box.isDegenerate {
            // One point, or several on one line: YOLO takes no box without area.
            note = "its points have a box without area, which was made a pixel wide"
            box = Box(
                x: box.x - (box.width > 0 ? 0 : 0.5), y: box.y - (box.height > 0 ? 0 : 0.5), width: max(box.width, 1), height: max(box.height, 1)
            )
            .intersection(Box(x: 0, y: 0, width: Double(size.width), height: Double(size.height)))
        }
        append(box, size)
        for point in points {
            let place = point.isLabelled ? [Self.fraction(point.x / Double(size.width)), Self.fraction(point.y / Double(size.height))] : [0, 0]
            numbers += place + [Double(point.visibility)]
        }
    }

    /// The box that keypoints came with, else the one around them.
    private static func frame(_ annotation: DatasetAnnotation) -> Box? {
        if let values = annotation.attributes["box"]?.array?.compactMap(\.double), values.count == 4, values[2] > 0, values[3] > 0 {
            return Box(x: values[0], y: values[1], width: values[2], height: values[3])
        }
        return annotation.geometry.boundingBox
    }
}
