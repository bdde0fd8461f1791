import Geometry

/// One line of a YOLO label file: a class number, then fractions of the image's width and height.
///
/// - 4 numbers: centre and size of a box; a fifth is the confidence of a prediction.
/// - 6 and more, even: a polygon, x and y in turn.
/// - in a dataset with `kpt_shape`: a box and then its keypoints.
struct YOLOLine {
    var classNumber: Int
    var geometry: Geometry
    var box: Box?
    var confidence: Double?
}

enum YOLOQuirks {
    struct Failure: Error {
        let reason: String
    }

    static func parse(_ line: [UInt8], _ size: PixelSize, keypoints: (count: Int, dimensions: Int)?) throws(Failure) -> YOLOLine? {
        var values: [Double] = []
        var broken: String?
        line.withUnsafeBufferPointer { bytes in
            var at = 0
            while at < bytes.count {
                while at < bytes.count, bytes[at] <= 32 { at += 1 }
                let start = at
                while at < bytes.count, bytes[at] > 32 { at += 1 }
                guard at > start else { break }
                let field = UnsafeBufferPointer(rebasing: bytes[start..<at])
                if let value = Numbers.double(field) {
                    values.append(value)
                } else if broken == nil {
                    broken = String(decoding: field.prefix(40), as: UTF8.self)
                }
            }
        }
        if let broken { throw Failure(reason: "\"\(broken)\" is not a number") }
        guard let first = values.first else { return nil }
        guard let number = Int(exactly: first), number >= 0 else { throw Failure(reason: "the class number is \(first)") }
        guard values.dropFirst().allSatisfy(\.isFinite) else { throw Failure(reason: "holds a number that is not finite") }
        return try shape(number, Array(values.dropFirst()), size, keypoints)
    }

    private static func shape(
        _ number: Int, _ values: [Double], _ size: PixelSize, _ keypoints: (count: Int, dimensions: Int)?
    ) throws(Failure) -> YOLOLine {
        let width = Double(size.width)
        let height = Double(size.height)
        if let keypoints, values.count == 4 + keypoints.count * keypoints.dimensions {
            let box = box(values, width, height)
            let points = points(values, width, height, keypoints)
            let labelled = points.contains(where: \.isLabelled)
            return YOLOLine(classNumber: number, geometry: labelled ? .keypoints(points) : .box(box), box: labelled ? box : nil)
        }
        switch values.count {
        case 4, 5:
            return YOLOLine(classNumber: number, geometry: .box(box(values, width, height)), confidence: values.count == 5 ? values[4] : nil)
        case 6... where values.count.isMultiple(of: 2):
            let ring = stride(from: 0, to: values.count, by: 2).map { Point(values[$0] * width, values[$0 + 1] * height) }
            return YOLOLine(classNumber: number, geometry: .polygon(Polygon.opened(ring)))
        default: throw Failure(reason: "has \(values.count + 1) numbers: neither a box (5) nor a polygon (7, 9, ...)")
        }
    }

    private static func box(_ values: [Double], _ width: Double, _ height: Double) -> Box {
        Box(
            x: (values[0] - values[2] / 2) * width, y: (values[1] - values[3] / 2) * height, width: values[2] * width,
            height: values[3] * height)
    }

    /// Without a visibility in the file, a point at the origin is one that was not labelled.
    private static func points(
        _ values: [Double], _ width: Double, _ height: Double, _ shape: (count: Int, dimensions: Int)
    ) -> [Keypoint] {
        (0..<shape.count).map { index in
            let at = 4 + index * shape.dimensions
            let x = values[at]
            let y = values[at + 1]
            let visibility = shape.dimensions == 3 ? Int(min(max(values[at + 2], 0), 2)) : (x == 0 && y == 0 ? 0 : 2)
            return Keypoint(x * width, y * height, visibility: visibility)
        }
    }

    /// Where the labels of a picture lie: `images` becomes `labels`, the last of that name; else beside the picture.
    static func labelPaths(of picture: String) -> [String] {
        let stem = picture.withoutExtension + ".txt"
        var parts = stem.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let at = parts.dropLast().lastIndex(of: "images") else {
            return [stem.parentPath.joined(path: "labels").joined(path: stem.lastComponent), stem]
        }
        parts[at] = "labels"
        return [parts.joined(separator: "/"), stem]
    }
}
