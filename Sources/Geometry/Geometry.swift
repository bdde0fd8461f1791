/// Where an annotation is, in pixels of the upright image. The wire shapes are those of the HTTP API.
public enum Geometry: Sendable, Equatable, Hashable {
    case box(Box)
    case rotatedBox(RotatedBox)
    case polygon(Polygon)
    case polyline([Point])
    case mask(Mask)
    case keypoints([Keypoint])
    /// The whole image: a class of it.
    case image

    public enum Kind: String, Sendable, CaseIterable {
        case box
        case rotatedBox = "rotated_box"
        case polygon, polyline, mask, keypoints, image
    }

    public var kind: Kind {
        switch self {
        case .box: .box
        case .rotatedBox: .rotatedBox
        case .polygon: .polygon
        case .polyline: .polyline
        case .mask: .mask
        case .keypoints: .keypoints
        case .image: .image
        }
    }
}

extension Geometry {
    /// The smallest upright box around it; nil for a class of the whole image, an empty mask or unlabelled keypoints.
    public var boundingBox: Box? {
        switch self {
        case .box(let box): box
        case .rotatedBox(let box): Box(around: box.corners)
        case .polygon(let polygon): polygon.boundingBox
        case .polyline(let points): Box(around: points)
        case .mask(let mask): (try? RunLengths(mask))?.boundingBox
        case .keypoints(let points): Box(around: points.lazy.filter(\.isLabelled).map { Point($0.x, $0.y) })
        case .image: nil
        }
    }

    /// Square pixels; 0 for what has no area (polylines, keypoints, a class of the whole image).
    public var area: Double {
        switch self {
        case .box(let box): box.area
        case .rotatedBox(let box): box.area
        case .polygon(let polygon): polygon.area
        case .mask(let mask): (try? RunLengths(mask)).map { Double($0.area) } ?? 0
        case .polyline, .keypoints, .image: 0
        }
    }
}
