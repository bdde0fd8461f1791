import Core

/// How files carry an annotation's place in the stack: as an attribute named `z_order`, a whole number, left out when it is 0.
/// CVAT has one of its own; the other formats keep it with the attributes.
enum StackAttribute {
    private static let name = "z_order"
    private static let bounds = -1_000_000_000...1_000_000_000

    /// The place and the attributes that remain. What is no whole number within reason stays an attribute.
    static func taken(from attributes: JSONObject) -> (zOrder: Int, attributes: JSONObject) {
        guard let value = attributes[name]?.int.map({ Int($0) }), bounds.contains(value) else { return (0, attributes) }
        var rest = attributes
        rest[name] = nil
        return (value, rest)
    }

    static func added(_ attributes: JSONObject, zOrder: Int) -> JSONObject {
        guard zOrder != 0, attributes[name] == nil else { return attributes }
        var attributes = attributes
        attributes[name] = .int(Int64(zOrder))
        return attributes
    }
}
