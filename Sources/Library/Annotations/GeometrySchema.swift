import Core

/// JSON Schema of the shapes, for the OpenAPI document.
enum GeometrySchema {
    private static let number: JSON = ["type": "number"]
    private static func list(of item: JSON, _ count: Int64? = nil) -> JSON {
        guard let count else { return ["type": "array", "items": item] }
        return ["type": "array", "items": item, "minItems": .int(count), "maxItems": .int(count)]
    }
    private static let points = list(of: list(of: number, 2))

    private static func shape(_ type: String, _ members: [(String, JSON)], optional: Set<String> = []) -> JSON {
        var properties = JSONObject([(key: "type", value: ["const": .string(type)])])
        for (name, schema) in members { properties[name] = schema }
        let required = ["type"] + members.map(\.0).filter { !optional.contains($0) }
        return ["type": "object", "properties": .object(properties), "required": .array(required.map { .string($0) })]
    }

    static let json: JSON = [
        "description": "A shape in pixels of the upright image: origin 0, boxes half-open, angles clockwise in degrees.",
        "oneOf": [
            shape("box", [("x", number), ("y", number), ("width", number), ("height", number)]),
            shape("rotated_box", [("cx", number), ("cy", number), ("width", number), ("height", number), ("angle", number)]),
            shape("polygon", [("points", points), ("holes", list(of: points))], optional: ["holes"]),
            shape("polyline", [("points", points)]),
            shape("mask", [("size", list(of: ["type": "integer"], 2)), ("counts", ["type": "string"])]),
            shape("keypoints", [("points", list(of: list(of: number, 3)))]),
            shape("image", []),
        ],
    ]
}
