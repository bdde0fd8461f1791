import Geometry

/// One line of a YOLO label file: a class number, then fractions of the image's width and height.
///
/// - 4 numbers: centre and size of a box.
/// - 6 and more, even: a polygon, x and y in turn; in a dataset of oriented boxes, 8 are the corners of one.
/// - in a dataset with `kpt_shape`: a box and then its keypoints.
///
/// One number more is the confidence of a prediction.
struct YOLOLine {
    var classNumber: Int
    var geometry: Geometry
    /// The box that keypoints came with.
    var box: Box?
    var confidence: Double?
    /// What the reader should know.
    var note: String?
}

/// How to read the lines of a dataset.
struct YOLOSchema {
    var task = YOLOTask.detect
    /// Keypoints an object, and numbers a keypoint (2 or 3).
    var keypoints: (count: Int, dimensions: Int)?
}

enum YOLOQuirks {
    struct Failure: Error {
        let reason: String
    }

    /// The numbers of a line; empty for a blank one and for a comment, which begins with `#`.
    static func numbers(_ line: [UInt8]) throws(Failure) -> [Double] {
        var values: [Double] = []
        var broken: String?
        line.withUnsafeBufferPointer { bytes in
            var at = 0
            while at < bytes.count {
                while at < bytes.count, bytes[at] <= 32 { at += 1 }
                let start = at
                while at < bytes.count, bytes[at] > 32 { at += 1 }
                guard at > start, bytes[start] != UInt8(ascii: "#") else { break }
                let field = UnsafeBufferPointer(rebasing: bytes[start..<at])
                if let value = Numbers.double(field) {
                    values.append(value)
                } else if broken == nil {
                    broken = String(decoding: field.prefix(40), as: UTF8.self)
                }
            }
        }
        if let broken { throw Failure(reason: "\"\(broken)\" is not a number") }
        return values
    }

    static func parse(_ line: [UInt8], _ size: PixelSize, _ schema: YOLOSchema) throws(Failure) -> YOLOLine? {
        let values = try numbers(line)
        guard let first = values.first else { return nil }
        guard let number = Int(exactly: first), number >= 0 else { throw Failure(reason: "the class number is \(first)") }
        guard values.dropFirst().allSatisfy(\.isFinite) else { throw Failure(reason: "holds a number that is not finite") }
        return try shape(number, Array(values.dropFirst()), size, schema)
    }

    private static func shape(_ number: Int, _ values: [Double], _ size: PixelSize, _ schema: YOLOSchema) throws(Failure) -> YOLOLine {
        let (width, height) = (Double(size.width), Double(size.height))
        var line = YOLOLine(classNumber: number, geometry: .box(box(values, width, height)))
        if schema.task == .pose, let keypoints = schema.keypoints {
            let wanted = 4 + keypoints.count * keypoints.dimensions
            guard [4, 5, wanted, wanted + 1].contains(values.count) else {
                throw Failure(
                    reason: "has \(values.count + 1) numbers: neither a box (5) nor a box with \(keypoints.count) keypoints (\(wanted + 1))")
            }
            if values.count >= wanted {
                let points = YOLOKeypoints.read(values, width, height, keypoints)
                if points.contains(where: \.isLabelled) {
                    line.box = box(values, width, height)
                    line.geometry = .keypoints(points)
                }
            }
            if values.count == 5 || values.count == wanted + 1 { line.take(confidence: values[values.count - 1]) }
            return line
        }
        switch values.count {
        case 4: break
        case 5: line.take(confidence: values[4])
        case 6...:
            let predicts = !values.count.isMultiple(of: 2)
            guard !predicts || (0...1).contains(values[values.count - 1]) else { throw Failure(reason: odd(values.count)) }
            let ring = stride(from: 0, to: values.count - 1, by: 2).map { Point(values[$0] * width, values[$0 + 1] * height) }
            line.geometry = schema.task == .obb && ring.count == 4 ? oriented(ring, size) : .polygon(Polygon.opened(ring))
            if predicts { line.take(confidence: values[values.count - 1]) }
        default: throw Failure(reason: odd(values.count))
        }
        return line
    }

    private static func odd(_ count: Int) -> String { "has \(count + 1) numbers: neither a box (5) nor a polygon (7, 9, ...)" }

    private static func box(_ values: [Double], _ width: Double, _ height: Double) -> Box {
        guard values.count >= 4 else { return Box(x: 0, y: 0, width: 0, height: 0) }
        return Box(
            x: (values[0] - values[2] / 2) * width, y: (values[1] - values[3] / 2) * height, width: values[2] * width,
            height: values[3] * height)
    }

    /// Four corners: a turned box, an upright one when its sides lie along the image's, else a polygon. Six decimals of a
    /// fraction, as most tools write, are what a corner may be off.
    private static func oriented(_ ring: [Point], _ size: PixelSize) -> Geometry {
        let tolerance = max(Geometry.edgeTolerance, 2e-6 * Double(max(size.width, size.height)))
        guard let box = RotatedBox(rectangle: ring, tolerance: tolerance) else { return .polygon(Polygon(points: ring)) }
        guard let frame = Box(around: ring), zip(ring.sorted(by: order), frame.corners.sorted(by: order)).allSatisfy({ $0 == $1 }) else {
            return .rotatedBox(box)
        }
        return .box(frame)
    }

    private static func order(_ a: Point, _ b: Point) -> Bool { (a.x, a.y) < (b.x, b.y) }

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

extension YOLOLine {
    fileprivate mutating func take(confidence value: Double) {
        if (0...1).contains(value) { confidence = value } else { note = "the confidence \(value) does not lie between 0 and 1, and was left out" }
    }
}
