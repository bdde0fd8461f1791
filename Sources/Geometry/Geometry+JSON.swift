import Core

extension Geometry {
    /// Reads a wire shape. Numbers must be numbers and lists lists; whether it fits an image is `problems(on:)`.
    ///
    /// Throws `FoveaError.invalid` with every fault, each named by its place under `field`.
    public init(json: JSON, field: String = "geometry") throws {
        var reader = GeometryReader(field: field)
        guard let geometry = reader.read(json), reader.faults.isEmpty else { throw FoveaError.invalid(reader.faults) }
        self = geometry
    }

    public init(text: String, field: String = "geometry") throws { try self.init(json: JSON.parse(text), field: field) }

    public var json: JSON {
        // The writer is the one place that knows the shapes; what it wrote parses.
        (try? JSON.parse(bytes)) ?? .null
    }

    public var bytes: [UInt8] {
        var writer = JSONWriter(reserving: 128)
        write(to: &writer)
        return writer.bytes
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Collects all faults of one shape.
private struct GeometryReader {
    let field: String
    var faults: [FoveaError.Field] = []

    private mutating func fault(_ path: String, _ message: String) {
        faults.append(.init(path.isEmpty ? field : "\(field).\(path)", message))
    }

    mutating func read(_ json: JSON) -> Geometry? {
        guard json.object != nil else {
            fault("", "must be an object")
            return nil
        }
        guard let name = json["type"]?.string, let kind = Geometry.Kind(rawValue: name) else {
            fault("type", "must be one of \(Geometry.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        switch kind {
        case .box:
            return .box(Box(x: number(json, "x"), y: number(json, "y"), width: number(json, "width"), height: number(json, "height")))
        case .rotatedBox:
            return .rotatedBox(
                RotatedBox(
                    cx: number(json, "cx"), cy: number(json, "cy"), width: number(json, "width"),
                    height: number(json, "height"), angle: number(json, "angle")))
        case .polygon: return .polygon(Polygon(points: points(json["points"], "points"), holes: holes(json["holes"])))
        case .polyline: return .polyline(points(json["points"], "points"))
        case .mask: return mask(json)
        case .keypoints: return .keypoints(keypoints(json["points"]))
        case .image: return .image
        }
    }

    private mutating func number(_ json: JSON, _ name: String) -> Double {
        guard let value = json[name]?.double else {
            fault(name, "must be a number")
            return 0
        }
        return value
    }

    private mutating func points(_ json: JSON?, _ name: String) -> [Point] {
        guard let items = json?.array else {
            fault(name, "must be a list of [x, y]")
            return []
        }
        var out: [Point] = []
        out.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            guard let pair = item.array, pair.count == 2, let x = pair[0].double, let y = pair[1].double else {
                fault("\(name)[\(index)]", "must be [x, y]")
                continue
            }
            out.append(Point(x, y))
        }
        return out
    }

    private mutating func holes(_ json: JSON?) -> [[Point]] {
        guard let json, !json.isNull else { return [] }
        guard let rings = json.array else {
            fault("holes", "must be a list of lists of [x, y]")
            return []
        }
        return rings.enumerated().map { points($1, "holes[\($0)]") }
    }

    private mutating func keypoints(_ json: JSON?) -> [Keypoint] {
        guard let items = json?.array else {
            fault("points", "must be a list of [x, y, v]")
            return []
        }
        var out: [Keypoint] = []
        out.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            guard let triple = item.array, triple.count == 3, let x = triple[0].double, let y = triple[1].double,
                let v = triple[2].int, (0...2).contains(v)
            else {
                fault("points[\(index)]", "must be [x, y, v] with v 0, 1 or 2")
                continue
            }
            out.append(Keypoint(x, y, visibility: Int(v)))
        }
        return out
    }

    private mutating func mask(_ json: JSON) -> Geometry? {
        guard let size = json["size"]?.array, size.count == 2, let height = size[0].int, let width = size[1].int,
            (1...65535).contains(height), (1...65535).contains(width)
        else {
            fault("size", "must be [height, width] in pixels")
            return nil
        }
        guard let counts = json["counts"]?.string else {
            fault("counts", "must be COCO run lengths as text")
            return nil
        }
        return .mask(Mask(height: Int(height), width: Int(width), counts: counts))
    }
}
