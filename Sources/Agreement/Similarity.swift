import Geometry
import Glibc

/// How alike two shapes are, 0...1, and which pairs of two lists are worth a look.
///
/// - Areas (boxes, rotated boxes, polygons, masks, in any mixture): intersection over union. Two rectangles exactly; all else on
///   the pixels of the image, as COCO rasterises.
/// - Keypoints: COCO's object keypoint similarity, made symmetric: the scale is the mean of the two boxes' areas, and a point that
///   only one of the two has labelled counts as missed. COCO's constants for skeletons of 17 points, else 0.05 for each.
/// - Polylines: the share of each line's length within 1 % of the image's diagonal of the other, the harmonic mean of the two.
/// - Classes of the whole image: 1 when the labels are the same.
/// - Shapes of different families: 0.
public struct Similarity {
    enum Family: Sendable { case area, keypoints, polyline, image }

    let size: PixelSize
    private var rasters: [Geometry: RunLengths] = [:]

    /// - Parameter size: of the upright image.
    public init(size: PixelSize) { self.size = size }

    /// Every pair that is alike at all. With `sameLabel`, only those with one label.
    public mutating func candidates(_ left: [LabelledShape], _ right: [LabelledShape], sameLabel: Bool) -> [Match] {
        let boxes = right.map(\.geometry.boundingBox)
        var out: [Match] = []
        for (i, a) in left.enumerated() {
            let box = a.geometry.boundingBox
            for (j, b) in right.enumerated() {
                if sameLabel && a.label != b.label { continue }
                if a.isWholeImage != b.isWholeImage { continue }
                if let box, let other = boxes[j], apart(box, other) { continue }
                let value = of(a, b)
                if value > 0 { out.append(Match(left: i, right: j, similarity: value)) }
            }
        }
        return out
    }

    public mutating func of(_ a: LabelledShape, _ b: LabelledShape) -> Double {
        guard a.geometry.family == b.geometry.family else { return 0 }
        switch (a.geometry, b.geometry) {
        case (.image, .image): return a.label == b.label ? 1 : 0
        case (.keypoints(let one), .keypoints(let other)): return keypoints(one, other)
        case (.polyline(let one), .polyline(let other)): return PolylineSimilarity.of(one, other, tolerance: diagonal / 100)
        case (.box(let one), .box(let other)): return one.iou(other)
        default: break
        }
        if let one = a.geometry.rectangle, let other = b.geometry.rectangle { return one.iou(other) }
        guard let one = raster(a.geometry), let other = raster(b.geometry) else { return 0 }
        return one.iou(other)
    }

    private var diagonal: Double { hypot(Double(size.width), Double(size.height)) }

    /// Lines may be alike without boxes that meet (two that run side by side), areas may not.
    private func apart(_ a: Box, _ b: Box) -> Bool {
        let margin = diagonal / 100
        return a.x > b.right + margin || b.x > a.right + margin || a.y > b.bottom + margin || b.y > a.bottom + margin
    }

    private mutating func raster(_ geometry: Geometry) -> RunLengths? {
        if let known = rasters[geometry] { return known }
        let runs: RunLengths? =
            switch geometry {
            case .mask(let mask): try? RunLengths(mask)
            case .polygon(let polygon): RunLengths(polygon, height: size.height, width: size.width)
            case .box(let box): RunLengths(ring: box.corners, height: size.height, width: size.width)
            case .rotatedBox(let box): RunLengths(ring: box.corners, height: size.height, width: size.width)
            case .polyline, .keypoints, .image: nil
            }
        rasters[geometry] = runs
        return runs
    }

    private func keypoints(_ a: [Keypoint], _ b: [Keypoint]) -> Double {
        let areas = [a, b].compactMap { Geometry.keypoints($0).boundingBox?.area }
        guard areas.count == 2 else { return 0 }
        let scale = max((areas[0] + areas[1]) / 2, 1)
        var sum = 0.0
        var labelled = 0
        for index in 0..<max(a.count, b.count) {
            let one = index < a.count && a[index].isLabelled, other = index < b.count && b[index].isLabelled
            guard one || other else { continue }
            labelled += 1
            guard one && other else { continue }
            let dx = a[index].x - b[index].x, dy = a[index].y - b[index].y
            let sigma = a.count == 17 ? Similarity.personSigmas[index] : 0.05
            sum += exp(-(dx * dx + dy * dy) / (2 * scale * 4 * sigma * sigma))
        }
        return labelled > 0 ? sum / Double(labelled) : 0
    }

    /// COCO's, for the 17 points of a person.
    static let personSigmas = [
        0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072, 0.062, 0.062, 0.107, 0.107, 0.087, 0.087, 0.089, 0.089,
    ]
}

extension Geometry {
    fileprivate var family: Similarity.Family {
        switch self {
        case .box, .rotatedBox, .polygon, .mask: .area
        case .keypoints: .keypoints
        case .polyline: .polyline
        case .image: .image
        }
    }

    /// An upright or rotated box as the latter; nil for other shapes.
    fileprivate var rectangle: RotatedBox? {
        switch self {
        case .box(let box): RotatedBox(cx: box.center.x, cy: box.center.y, width: box.width, height: box.height, angle: 0)
        case .rotatedBox(let box): box
        case .polygon, .polyline, .mask, .keypoints, .image: nil
        }
    }
}
