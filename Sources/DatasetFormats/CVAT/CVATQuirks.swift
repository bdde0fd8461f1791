import Core

/// CVAT writes every value as text and says once, at the label, how to read it.
enum CVATQuirks {
    /// What an element says of a shape besides its place, and what of it is worth keeping.
    private static let whole = ["z_order", "group_id"]
    /// Who made it, when it was not a person.
    static let source = "source"
    static let byHand = "manual"

    /// The label's own attributes by their kind (`checkbox` true or false, `number` a number, else text), `occluded` when it is so,
    /// the group, the order when it is not 0, and the source when it is not a person.
    static func attributes(_ shape: CVATShape, _ labels: [CVATLabel]) -> JSONObject {
        var attributes = JSONObject()
        if shape.kind != "skeleton", shape.fields["occluded"] == "1" { attributes["occluded"] = true }
        for name in whole {
            if let value = shape.fields[name].flatMap({ Int64($0) }), value != 0 { attributes[name] = .int(value) }
        }
        if let text = shape.fields[source], !text.isEmpty, text != byHand { attributes[source] = .string(text) }
        let kinds = labels.last { $0.name == shape.label && $0.parent.isEmpty }?.inputTypes ?? [:]
        for (name, text) in shape.values { attributes[name] = value(text, kinds[name]) }
        // Of the writer here: the box that keypoints came with, which is a list.
        if ["points", "skeleton"].contains(shape.kind), let text = attributes[DatasetAnnotation.boxAttribute]?.string,
            let box = try? JSON.parse(text), box.array?.compactMap(\.double).count == 4
        {
            attributes[DatasetAnnotation.boxAttribute] = box
        }
        return attributes
    }

    private static func value(_ text: String, _ kind: String?) -> JSON {
        switch kind {
        case "checkbox" where text.lowercased() == "true": true
        case "checkbox" where text.lowercased() == "false": false
        case "number": Numbers.double(text).flatMap { $0.isFinite ? Numbers.json($0) : nil } ?? .string(text)
        default: .string(text)
        }
    }

    /// The attributes that an element says itself, and the rest, which are the label's.
    static func split(_ attributes: JSONObject) -> (fields: XMLText.Attributes, values: [(name: String, value: JSON)]) {
        var fields: XMLText.Attributes = []
        var values: [(name: String, value: JSON)] = []
        for (name, value) in attributes.members {
            if name == "occluded", value.bool != nil { continue }
            if name == source, value.string != nil { continue }
            if whole.contains(name), let number = value.int { fields.append((name, "\(number)")) } else { values.append((name, value)) }
        }
        return (fields, values)
    }

    /// As CVAT writes a value, and the kind of input that it is for.
    static func text(_ value: JSON) -> (text: String, kind: String) {
        switch value {
        case .bool(let isSet): (isSet ? "true" : "false", "checkbox")
        case .string(let text): (text, "text")
        case .int, .double: (value.text, "number")
        default: (value.text, "text")
        }
    }
}
