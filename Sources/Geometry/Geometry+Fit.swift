/// What a geometry is to an image.
public enum GeometryFit: Sendable, Equatable {
    /// As it was; noise of rounding up to `Geometry.edgeTolerance` beyond an edge is taken off without a word.
    case inside(Geometry)
    /// The part inside the image.
    case clipped(Geometry)
    /// Nothing of it is inside.
    case outside
    /// It covers nothing, wherever it is.
    case degenerate(String)
}

extension Geometry {
    /// Pixels. Normalised coordinates with six decimals are off by less up to images of 13,000 pixels a side.
    public static let edgeTolerance = 0.01

    /// Cuts it to an image.
    public func fitted(to size: PixelSize) -> GeometryFit {
        let frame = Box(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        switch self {
        case .image: return .inside(self)
        case .box(let box): return fit(box, frame)
        case .rotatedBox(let box): return fit(box, frame)
        case .polygon(let polygon): return fit(polygon, frame)
        case .polyline(let points): return fit(line: points, frame)
        case .keypoints(let points): return fit(points, frame)
        case .mask(let mask):
            guard mask.height == size.height, mask.width == size.width else {
                return .degenerate("a mask of \(mask.width) x \(mask.height) pixels on an image of \(size.width) x \(size.height)")
            }
            guard let runs = try? RunLengths(mask) else { return .degenerate("a mask whose counts cannot be read") }
            return runs.area > 0 ? .inside(self) : .degenerate("a mask without a pixel")
        }
    }
}

private func exceeds(_ box: Box, _ frame: Box, by tolerance: Double) -> Bool {
    box.x < frame.x - tolerance || box.y < frame.y - tolerance || box.right > frame.right + tolerance
        || box.bottom > frame.bottom + tolerance
}

private func fit(_ box: Box, _ frame: Box) -> GeometryFit {
    guard box.isFinite else { return .degenerate("coordinates that are not finite") }
    guard !box.isDegenerate else { return .degenerate("a box of \(brief(box.width)) x \(brief(box.height)) pixels") }
    if !exceeds(box, frame, by: 0) { return .inside(.box(box)) }
    let part = box.intersection(frame)
    guard !part.isDegenerate else { return .outside }
    return exceeds(box, frame, by: Geometry.edgeTolerance) ? .clipped(.box(part)) : .inside(.box(part))
}

/// A turned box stays a turned box though a corner may leave the image: only its centre must be inside.
private func fit(_ box: RotatedBox, _ frame: Box) -> GeometryFit {
    guard box.isFinite else { return .degenerate("coordinates that are not finite") }
    guard box.width > 0, box.height > 0 else {
        return .degenerate("a rotated box of \(brief(box.width)) x \(brief(box.height)) pixels")
    }
    return abs(signedArea(clip(box.corners, to: frame))) > 0 ? .inside(.rotatedBox(box)) : .outside
}

private func fit(_ polygon: Polygon, _ frame: Box) -> GeometryFit {
    guard polygon.points.allSatisfy(\.isFinite), polygon.holes.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
        return .degenerate("coordinates that are not finite")
    }
    guard polygon.points.count >= 3, let box = polygon.boundingBox else {
        return .degenerate("a polygon of \(polygon.points.count) points")
    }
    guard abs(signedArea(polygon.points)) > 0 else { return .degenerate("a polygon without area") }
    if !exceeds(box, frame, by: 0) { return .inside(.polygon(polygon)) }
    let outer = clip(polygon.points, to: frame)
    guard outer.count >= 3, abs(signedArea(outer)) > 0 else { return .outside }
    let holes = polygon.holes.map { clip($0, to: frame) }.filter { $0.count >= 3 && abs(signedArea($0)) > 0 }
    let part = Geometry.polygon(Polygon(points: outer, holes: holes))
    return exceeds(box, frame, by: Geometry.edgeTolerance) ? .clipped(part) : .inside(part)
}

private func fit(line points: [Point], _ frame: Box) -> GeometryFit {
    guard points.allSatisfy(\.isFinite) else { return .degenerate("coordinates that are not finite") }
    guard points.count >= 2, let box = Box(around: points) else { return .degenerate("a line of \(points.count) points") }
    if !exceeds(box, frame, by: 0) { return .inside(.polyline(points)) }
    // A line cut in pieces would be several: points outside are moved to the nearest edge instead.
    guard box.right >= frame.x, box.bottom >= frame.y, box.x <= frame.right, box.y <= frame.bottom else { return .outside }
    let part = Geometry.polyline(points.map { Point(min(max($0.x, 0), frame.right), min(max($0.y, 0), frame.bottom)) })
    return exceeds(box, frame, by: Geometry.edgeTolerance) ? .clipped(part) : .inside(part)
}

private func fit(_ points: [Keypoint], _ frame: Box) -> GeometryFit {
    guard points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return .degenerate("coordinates that are not finite") }
    guard points.contains(where: \.isLabelled) else { return .degenerate("keypoints of which none is labelled") }
    func isInside(_ point: Keypoint) -> Bool {
        point.x >= 0 && point.y >= 0 && point.x <= frame.right && point.y <= frame.bottom
    }
    let outside = points.filter { $0.isLabelled && !isInside($0) }
    if outside.isEmpty { return .inside(.keypoints(points)) }
    guard points.contains(where: { $0.isLabelled && isInside($0) }) else { return .outside }
    return .clipped(.keypoints(points.map { isInside($0) ? $0 : Keypoint(0, 0, visibility: 0) }))
}

/// At most three decimals, for messages.
private func brief(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return Int64(exactly: rounded).map(String.init) ?? "\(rounded)"
}
