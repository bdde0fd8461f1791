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
            case .end: break
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
        guard size.count == 2, let height = Int(exactly: size[0]), let width = Int(exactly: size[1]) else {
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

    /// The most telling shape that is there. With keypoints the box goes along as an attribute, because they do not contain it.
    mutating func geometry(box: Box?, prefersKeypoints: Bool) -> Geometry? {
        if !keypoints.isEmpty, keypoints.contains(where: \.isLabelled), prefersKeypoints || (rings.isEmpty && mask == nil && box == nil) {
            if let box { attributes["box"] = .array([.double(box.x), .double(box.y), .double(box.width), .double(box.height)]) }
            return .keypoints(keypoints)
        }
        if let mask { return .mask(mask) }
        if rings.count == 1 { return .polygon(Polygon.opened(rings[0])) }
        if let joined = Polygon.joining(rings) { return .polygon(joined) }
        return box.map { .box($0) }
    }
}
