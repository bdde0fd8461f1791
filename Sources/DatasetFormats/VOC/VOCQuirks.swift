import Core
import Geometry

/// Pascal VOC writes corners; whether the first pixel is 0 or 1 differs from tool to tool, so the user says which. The
/// width is always xmax - xmin.
enum VOCQuirks {
    static func box(_ corners: [String: String], origin: Int) -> Result<Box, FoveaError> {
        var values: [Double] = []
        for name in ["xmin", "ymin", "xmax", "ymax"] {
            guard let text = corners[name] else { return .failure(.invalid(name, "is missing")) }
            guard let value = Numbers.double(text), value.isFinite else { return .failure(.invalid(name, "is \"\(text.prefix(40))\", not a number")) }
            values.append(value - Double(origin))
        }
        return .success(Box(left: values[0], top: values[1], right: values[2], bottom: values[3]))
    }

    /// What an element says itself; the others go below `attributes`, as CVAT and Datumaro write them.
    private static let flags = ["difficult", "truncated", "occluded"]
    private static let own = flags + ["pose", "segmented", partsAttribute, DatasetAnnotation.boxAttribute]
    static let partsAttribute = "parts"

    /// `difficult`, `truncated`, `occluded` are 0 or 1 in files and booleans here, and only kept when set; `pose` is text; that the
    /// image is `segmented` is said at each object.
    static func attributes(_ object: VOCDocument.Object, isSegmented: Bool) -> JSONObject {
        var attributes = JSONObject()
        for (name, text) in object.flags {
            if name == "pose" {
                if !text.isEmpty, text != "Unspecified" { attributes[name] = .string(text) }
            } else if text == "1" || text.lowercased() == "true" {
                attributes[name] = true
            }
        }
        if isSegmented { attributes["segmented"] = true }
        for (name, text) in object.attributes where !name.isEmpty { attributes[name] = value(text) }
        return attributes
    }

    /// Every value is text in a file.
    private static func value(_ text: String) -> JSON {
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: break
        }
        guard let number = Numbers.double(text), number.isFinite else { return .string(text) }
        return Numbers.json(number)
    }

    /// Parts of an object as `[{"name": "head", "box": [x, y, width, height]}]`, those that have a box; and what is wrong with others.
    static func parts(_ object: VOCDocument.Object, origin: Int) -> (parts: [JSON], faults: [String]) {
        var parts: [JSON] = []
        var faults: [String] = []
        for (index, part) in object.parts.enumerated() {
            switch box(part.corners, origin: origin) {
            case .success(let box):
                let numbers = [box.x, box.y, box.width, box.height].map(Numbers.json)
                parts.append(["name": .string(part.name), "box": .array(numbers)])
            case .failure(let error): faults.append("part \(index + 1) was not read: \(describe(error))")
            }
        }
        return (parts, faults)
    }

    static func describe(_ error: FoveaError) -> String { error.fields.first.map { "\($0.field) \($0.message)" } ?? error.message }

    /// Writes what an element says itself, in VOC's order, before its box.
    static func write(_ attributes: JSONObject, to text: inout XMLText) {
        text.element("pose", attributes["pose"]?.string ?? "Unspecified")
        text.element("truncated", attributes["truncated"]?.bool == true ? "1" : "0")
        text.element("difficult", attributes["difficult"]?.bool == true ? "1" : "0")
        if attributes["occluded"]?.bool == true { text.element("occluded", "1") }
    }

    /// Writes the rest, behind its box.
    static func writeRest(_ attributes: JSONObject, origin: Double, to text: inout XMLText) {
        for part in attributes[partsAttribute]?.array ?? [] {
            let numbers = part["box"]?.array?.compactMap(\.double) ?? []
            guard numbers.count == 4 else { continue }
            text.open("part")
            text.element("name", part["name"]?.string ?? "")
            write(Box(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3]), origin: origin, to: &text)
            text.close("part")
        }
        let rest = attributes.members.filter { !own.contains($0.key) }
        guard !rest.isEmpty else { return }
        text.open("attributes")
        for (name, value) in rest {
            text.open("attribute")
            text.element("name", name)
            text.element("value", value.string ?? value.text)
            text.close("attribute")
        }
        text.close("attributes")
    }

    static func write(_ box: Box, origin: Double, to text: inout XMLText) {
        text.open("bndbox")
        for (key, value) in [("xmin", box.x), ("ymin", box.y), ("xmax", box.right), ("ymax", box.bottom)] {
            text.element(key, Numbers.text(value + origin, decimals: 6))
        }
        text.close("bndbox")
    }

    /// Which split a list in `ImageSets/Main` is; `trainval` and the lists a class are no splits.
    static func split(list path: String) -> DatasetSplit? {
        guard path.hasSuffix(".txt"), path.parentPath.hasSuffix("ImageSets/Main") || path.parentPath.hasSuffix("ImageSets") else { return nil }
        return DatasetSplit(folder: path.lastComponent.withoutExtension)
    }
}
