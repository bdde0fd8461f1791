import Core
import Geometry

extension AnalysisAnnotation {
    /// Its shape in upright pixels; nil for maps and label images, which have none of their own, and for what is broken.
    public var geometry: Geometry? {
        guard let data = try? JSON.parse(data.text) else { return nil }
        func json(_ type: String, _ members: [String]) -> JSON {
            var object = JSONObject([("type", .string(type))])
            for member in members { object[member] = data[member] }
            return .object(object)
        }
        switch annotationType {
        case "bounding_box":
            guard let left = data["x_min"]?.double, let top = data["y_min"]?.double, let right = data["x_max"]?.double,
                let bottom = data["y_max"]?.double
            else { return nil }
            return .box(Box(left: left, top: top, right: right, bottom: bottom))
        case "polygon": return try? Geometry(json: json("polygon", ["points", "holes"]))
        case "mask": return try? Geometry(json: json("mask", ["size", "counts"]))
        case "keypoints": return try? Geometry(json: json("keypoints", ["points"]))
        case "classification": return try? Geometry(json: json("image", []))
        default: return nil
        }
    }
}
