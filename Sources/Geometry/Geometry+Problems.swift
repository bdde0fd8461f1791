import Core

extension Geometry {
    /// How many points a ring, a line or a skeleton may have: more is a mistake or an attack.
    public static let maximumPoints = 100_000

    /// Everything that makes it unfit for an image of that size (nil: not known), named by its place under `field`.
    /// Parts outside the image are no fault as long as something is inside: `fitted(to:)` cuts them off.
    public func problems(on size: PixelSize?, field: String = "geometry") -> [FoveaError.Field] {
        var faults = shapeFaults(field)
        guard faults.isEmpty else { return faults }
        if let size, case .outside = fitted(to: size) {
            faults.append(.init(field, "lies outside the image (\(size.width) x \(size.height) pixels)"))
        }
        return faults
    }

    /// Throws `FoveaError.invalid` when there are problems; else answers the geometry cut to the image.
    public func checked(on size: PixelSize, field: String = "geometry") throws -> Geometry {
        let faults = problems(on: size, field: field)
        guard faults.isEmpty else { throw FoveaError.invalid(faults) }
        switch fitted(to: size) {
        case .inside(let geometry), .clipped(let geometry): return geometry
        case .outside, .degenerate: throw FoveaError.invalid(field, "covers nothing of the image")
        }
    }

    private func shapeFaults(_ field: String) -> [FoveaError.Field] {
        switch self {
        case .box(let box):
            finite([("x", box.x), ("y", box.y)], field) + positive([("width", box.width), ("height", box.height)], field)
        case .rotatedBox(let box):
            finite([("cx", box.cx), ("cy", box.cy), ("angle", box.angle)], field)
                + positive([("width", box.width), ("height", box.height)], field)
        case .polygon(let polygon):
            ringFaults(polygon.points, atLeast: 3, "\(field).points")
                + polygon.holes.enumerated().flatMap { ringFaults($1, atLeast: 3, "\(field).holes[\($0)]") }
        case .polyline(let points): ringFaults(points, atLeast: 2, "\(field).points")
        case .mask(let mask): maskFaults(mask, field)
        case .keypoints(let points): keypointFaults(points, field)
        case .image: []
        }
    }
}

private func finite(_ values: [(String, Double)], _ field: String) -> [FoveaError.Field] {
    values.filter { !$0.1.isFinite }.map { .init("\(field).\($0.0)", "must be a finite number") }
}

private func positive(_ values: [(String, Double)], _ field: String) -> [FoveaError.Field] {
    values.filter { !($0.1.isFinite && $0.1 > 0) }.map { .init("\(field).\($0.0)", "must be greater than 0") }
}

private func ringFaults(_ points: [Point], atLeast minimum: Int, _ path: String) -> [FoveaError.Field] {
    guard points.count >= minimum else { return [.init(path, "must have at least \(minimum) points")] }
    guard points.count <= Geometry.maximumPoints else {
        return [.init(path, "must have at most \(Geometry.maximumPoints) points")]
    }
    guard let bad = points.firstIndex(where: { !$0.isFinite }) else { return [] }
    return [.init("\(path)[\(bad)]", "must be finite numbers")]
}

private func maskFaults(_ mask: Mask, _ field: String) -> [FoveaError.Field] {
    do {
        let runs = try RunLengths(mask)
        return runs.area > 0 ? [] : [.init("\(field).counts", "must cover at least one pixel")]
    } catch {
        return [.init("\(field).counts", "cannot be read: \(error)")]
    }
}

private func keypointFaults(_ points: [Keypoint], _ field: String) -> [FoveaError.Field] {
    guard !points.isEmpty else { return [.init("\(field).points", "must have at least 1 point")] }
    guard points.count <= 1000 else { return [.init("\(field).points", "must have at most 1000 points")] }
    var faults: [FoveaError.Field] = []
    for (index, point) in points.enumerated() where !(point.x.isFinite && point.y.isFinite) {
        faults.append(.init("\(field).points[\(index)]", "must be finite numbers"))
    }
    if !points.contains(where: \.isLabelled) { faults.append(.init("\(field).points", "must have a point that is labelled")) }
    return faults
}
