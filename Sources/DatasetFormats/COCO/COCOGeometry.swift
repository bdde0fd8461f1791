import Core
import Geometry

/// Makes our geometry of what a COCO annotation holds.
struct COCOGeometry {
    var rings: [[Point]] = []
    var mask: Mask?
    var keypoints: [Keypoint] = []
    var attributes = JSONObject()
    /// What could not be made sense of.
    var faults: [String] = []

    /// The attribute in which CVAT and Datumaro keep how far a box is turned, clockwise, in degrees.
    static let rotation = "rotation"

    init(_ pack: [UInt8]) {
        COCOShape.forEach(pack) { part, bytes in
            switch part {
            case .ring: ring(COCOShape.doubles(bytes))
            case .compressed:
                let size = COCOShape.doubles(bytes.prefix(16))
                take(size) { height, width in
                    try RunLengths(height: height, width: width, compressed: String(decoding: bytes.dropFirst(16), as: UTF8.self))
                }
            case .counts:
                let values = COCOShape.doubles(bytes)
                take(Array(values.prefix(2))) { height, width in
                    let counts = values.dropFirst(2).compactMap { UInt32(exactly: $0) }
                    guard counts.count == values.count - 2 else { throw RunLengths.Failure.text }
                    return try RunLengths(height: height, width: width, counts: counts)
                }
            case .keypoints: points(COCOShape.doubles(bytes))
            case .attributes: attributes = (try? JSON.parse(Array(bytes)))?.object ?? JSONObject()
            case .id, .file, .segments: break
            }
        }
    }

    private mutating func ring(_ values: [Double]) {
        guard values.count >= 6, values.count.isMultiple(of: 2), values.allSatisfy(\.isFinite) else {
            faults.append(values.allSatisfy(\.isFinite) ? "a polygon of \(values.count) numbers" : "a polygon with a number that is not finite")
            return
        }
        var points = stride(from: 0, to: values.count, by: 2).map { Point(values[$0], values[$0 + 1]) }
        if points.count > 3, points.first == points.last { points.removeLast() }
        guard abs(signedArea(points)) > 0 else {
            faults.append("a polygon without area")
            return
        }
        rings.append(points)
    }

    private mutating func take(_ size: [Double], _ make: (Int, Int) throws -> RunLengths) {
        guard size.count == 2, let height = Int(exactly: size[0]), let width = Int(exactly: size[1]), height > 0, width > 0 else {
            faults.append("run lengths without a size")
            return
        }
        do { mask = Mask(try make(height, width)) } catch { faults.append("run lengths: \(error)") }
    }

    private mutating func points(_ values: [Double]) {
        guard values.count.isMultiple(of: 3), values.allSatisfy(\.isFinite) else {
            faults.append("keypoints that are not [x, y, v, ...]")
            return
        }
        keypoints = stride(from: 0, to: values.count, by: 3).map {
            Keypoint(values[$0], values[$0 + 1], visibility: Int(min(max(values[$0 + 2], 0), 2)))
        }
    }

    var hasKeypoints: Bool { keypoints.contains(where: \.isLabelled) }
    var hasOutline: Bool { !rings.isEmpty || mask != nil }

    /// The most telling shape that is there.
    mutating func geometry(box: Box?, prefersKeypoints: Bool) -> Geometry? {
        if hasKeypoints, prefersKeypoints || (!hasOutline && box == nil) { return .keypoints(keypoints) }
        if let turned = rotatedBox(box) {
            attributes[Self.rotation] = nil
            return .rotatedBox(turned)
        }
        if let mask { return .mask(mask) }
        if rings.count == 1 { return .polygon(Polygon.opened(rings[0])) }
        if let joined = Polygon.joining(rings) { return .polygon(joined) }
        return box.map { .box($0) }
    }

    /// CVAT and Datumaro write the box before its turn and no outline; we write the turned box's corners as an outline, which is
    /// right for who does not know of the attribute.
    private func rotatedBox(_ box: Box?) -> RotatedBox? {
        guard mask == nil, let angle = attributes[Self.rotation]?.double, angle.isFinite, angle != 0 else { return nil }
        if rings.isEmpty, let box {
            return RotatedBox(cx: box.center.x, cy: box.center.y, width: box.width, height: box.height, angle: angle)
        }
        guard rings.count == 1, var found = RotatedBox(corners: rings[0]) else { return nil }
        found.angle = angle
        // Another order of the corners than ours would say another box.
        let isSame = zip(found.corners, rings[0]).allSatisfy { max(abs($0.x - $1.x), abs($0.y - $1.y)) < 0.01 }
        return isSame ? found : nil
    }
}
