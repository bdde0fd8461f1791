import Core

private enum Keys {
    static let type = JSONWriter.quotedKey("type")
    static let x = JSONWriter.quotedKey("x")
    static let y = JSONWriter.quotedKey("y")
    static let cx = JSONWriter.quotedKey("cx")
    static let cy = JSONWriter.quotedKey("cy")
    static let width = JSONWriter.quotedKey("width")
    static let height = JSONWriter.quotedKey("height")
    static let angle = JSONWriter.quotedKey("angle")
    static let points = JSONWriter.quotedKey("points")
    static let holes = JSONWriter.quotedKey("holes")
    static let size = JSONWriter.quotedKey("size")
    static let counts = JSONWriter.quotedKey("counts")
}

extension Geometry {
    /// Writes the wire shape without building a `JSON` value.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key(quoted: Keys.type)
        writer.string(kind.rawValue)
        switch self {
        case .box(let box):
            member(Keys.x, box.x, &writer)
            member(Keys.y, box.y, &writer)
            member(Keys.width, box.width, &writer)
            member(Keys.height, box.height, &writer)
        case .rotatedBox(let box):
            member(Keys.cx, box.cx, &writer)
            member(Keys.cy, box.cy, &writer)
            member(Keys.width, box.width, &writer)
            member(Keys.height, box.height, &writer)
            member(Keys.angle, box.angle, &writer)
        case .polygon(let polygon):
            writer.key(quoted: Keys.points)
            ring(polygon.points, &writer)
            if !polygon.holes.isEmpty {
                writer.key(quoted: Keys.holes)
                writer.beginArray()
                for hole in polygon.holes { ring(hole, &writer) }
                writer.endArray()
            }
        case .polyline(let points):
            writer.key(quoted: Keys.points)
            ring(points, &writer)
        case .mask(let mask):
            writer.key(quoted: Keys.size)
            writer.beginArray()
            writer.int(Int64(mask.height))
            writer.int(Int64(mask.width))
            writer.endArray()
            writer.key(quoted: Keys.counts)
            writer.string(mask.counts)
        case .keypoints(let points):
            writer.key(quoted: Keys.points)
            writer.beginArray()
            for point in points {
                writer.beginArray()
                writer.double(point.x)
                writer.double(point.y)
                writer.int(Int64(point.visibility))
                writer.endArray()
            }
            writer.endArray()
        case .image: break
        }
        writer.endObject()
    }
}

private func member(_ key: [UInt8], _ value: Double, _ writer: inout JSONWriter) {
    writer.key(quoted: key)
    writer.double(value)
}

private func ring(_ points: [Point], _ writer: inout JSONWriter) {
    writer.beginArray()
    for point in points {
        writer.beginArray()
        writer.double(point.x)
        writer.double(point.y)
        writer.endArray()
    }
    writer.endArray()
}
