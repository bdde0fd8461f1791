import Core

/// What LabelMe says of a shape besides its place. Values that it has no member for go into one of ours, which it keeps.
enum LabelMeAttributes {
    private static let rest = "attributes"
    private static let own = ["group_id", "description"]

    /// Flags by their names, the group, the description when there is one, and ours.
    static func read(_ shape: JSON) -> JSONObject {
        var attributes = shape[rest]?.object ?? JSONObject()
        for (name, value) in shape["flags"]?.object?.members ?? [] where value.bool != nil { attributes[name] = value }
        if let group = shape["group_id"], group.int != nil { attributes["group_id"] = group }
        if let text = shape["description"]?.string, !text.isEmpty { attributes["description"] = .string(text) }
        return attributes
    }

    static func write(_ attributes: JSONObject, to shape: inout JSONObject) {
        let (flags, others) = (attributes.members.filter { $0.value.bool != nil }, attributes.members.filter { $0.value.bool == nil })
        let group = attributes["group_id"].flatMap { $0.int }
        let description = attributes["description"]?.string
        shape["group_id"] = group.map { .int($0) } ?? .null
        shape["description"] = .string(description ?? "")
        shape["flags"] = .object(JSONObject(flags))
        let kept = others.filter { !($0.key == "group_id" && group != nil) && !($0.key == "description" && description != nil) }
        if !kept.isEmpty { shape[rest] = .object(JSONObject(kept)) }
    }
}
