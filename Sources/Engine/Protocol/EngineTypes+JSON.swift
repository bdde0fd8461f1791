import Core
import Geometry
import ImageCodecs
import Pixels

/// The engine's answers as headers of its messages. Both ends are this program, so a header that lacks something is a fault
/// of ours, not of a user.
extension Prediction {
    public var json: JSON {
        .object([
            "class_id": .int(Int64(classIndex)), "class_name": .string(className), "confidence": .double(confidence),
            "box": .object([
                "x": .double(box.x), "y": .double(box.y), "width": .double(box.width), "height": .double(box.height),
            ]),
        ])
    }

    init(_ json: JSON) throws {
        let box = try json.need("box")
        self.init(
            classIndex: try json.needInt("class_id"), className: try json.needString("class_name"),
            confidence: try json.needDouble("confidence"),
            box: Box(
                x: try box.needDouble("x"), y: try box.needDouble("y"), width: try box.needDouble("width"),
                height: try box.needDouble("height")))
    }
}

extension Inference.Timing {
    public var json: JSON {
        .object([
            "decode": .double(decode), "preprocess": .double(preprocess), "inference": .double(inference),
            "postprocess": .double(postprocess), "total": .double(total),
        ])
    }

    init(_ json: JSON) throws {
        self.init(
            decode: try json.needDouble("decode"), preprocess: try json.needDouble("preprocess"),
            inference: try json.needDouble("inference"), postprocess: try json.needDouble("postprocess"),
            total: try json.needDouble("total"))
    }
}

extension Inference {
    init(_ json: JSON) throws {
        self.init(
            predictions: try (json["predictions"]?.array ?? []).map { try Prediction($0) }, width: try json.needInt("width"),
            height: try json.needInt("height"), timing: try Timing(json.need("timing_ms")))
    }
}

extension ImageProbe {
    public var json: JSON {
        .object([
            "type": .string(type.rawValue), "width": .int(Int64(width)), "height": .int(Int64(height)),
            "orientation": .int(Int64(orientation)), "exif": exif,
        ])
    }

    init(_ json: JSON) throws {
        guard let type = ImageType(rawValue: try json.needString("type")) else { throw FoveaError.bug("engine: type") }
        self.init(
            type: type, width: try json.needInt("width"), height: try json.needInt("height"),
            orientation: try json.needInt("orientation"), exif: try json.need("exif"))
    }

    init(_ header: ImageHeader, _ exif: EXIF) {
        self.init(
            type: header.type, width: header.width, height: header.height, orientation: header.orientation.rawValue,
            exif: exif.json)
    }
}

extension Thumbnail {
    var json: JSON {
        .object(["type": .string(type.rawValue), "width": .int(Int64(width)), "height": .int(Int64(height))])
    }

    init(_ json: JSON, bytes: [UInt8]) throws {
        guard let type = ImageType(rawValue: try json.needString("type")) else { throw FoveaError.bug("engine: type") }
        self.init(bytes: bytes, type: type, width: try json.needInt("width"), height: try json.needInt("height"))
    }
}

/// The body of the message is the palette and then the pixels.
extension LabelMap {
    var json: JSON {
        .object([
            "width": .int(Int64(width)), "height": .int(Int64(height)), "channels": .int(Int64(channels)),
            "palette": .int(Int64(palette.count)),
        ])
    }

    init(_ json: JSON, body: [UInt8]) throws {
        let (width, height) = (try json.needInt("width"), try json.needInt("height"))
        let (channels, palette) = (try json.needInt("channels"), try json.needInt("palette"))
        guard width > 0, height > 0, width <= 1 << 24, height <= 1 << 24, channels == 1 || channels == 3, (0...768).contains(palette),
            palette.isMultiple(of: 3), body.count == palette + width * height * channels
        else { throw FoveaError.bug("engine: a picture of labels") }
        self.init(
            width: width, height: height, channels: channels, bytes: Array(body[palette...]), palette: Array(body[..<palette]))
    }
}

extension FoveaError {
    var json: JSON {
        var members: [(key: String, value: JSON)] = [("kind", .string(kind.rawValue)), ("message", .string(message))]
        if let underlying { members.append(("underlying", .string(underlying))) }
        if let retryAfter { members.append(("retry_after", .int(Int64(retryAfter)))) }
        return .object(JSONObject(members))
    }

    init(_ json: JSON) {
        self.init(
            Kind(rawValue: json["kind"]?.string ?? "") ?? .internal, json["message"]?.string ?? "The engine failed.",
            retryAfter: json["retry_after"]?.int.map(Int.init), underlying: json["underlying"]?.string)
    }
}

extension JSON {
    func need(_ key: String) throws -> JSON {
        guard let value = self[key] else { throw FoveaError.bug("engine: \(key) is missing") }
        return value
    }
    func needInt(_ key: String) throws -> Int {
        guard let value = self[key]?.int else { throw FoveaError.bug("engine: \(key) is no whole number") }
        return Int(value)
    }
    func needDouble(_ key: String) throws -> Double {
        guard let value = self[key]?.double else { throw FoveaError.bug("engine: \(key) is no number") }
        return value
    }
    func needString(_ key: String) throws -> String {
        guard let value = self[key]?.string else { throw FoveaError.bug("engine: \(key) is no text") }
        return value
    }
}
