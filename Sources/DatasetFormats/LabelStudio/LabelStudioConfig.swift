import Core
import Geometry

/// The labelling interface that shows what the tasks hold.
struct LabelStudioConfig {
    enum Control: String, CaseIterable {
        case rectangle, polygon, brush, keypoint, choice

        /// As results name it.
        var type: String { self == .choice ? "choices" : "\(rawValue)labels" }

        var tag: String {
            switch self {
            case .rectangle: "RectangleLabels"
            case .polygon: "PolygonLabels"
            case .brush: "BrushLabels"
            case .keypoint: "KeyPointLabels"
            case .choice: "Choices"
            }
        }
    }

    private var classes: ClassList
    private var used: Set<Control> = []
    private var points = ClassList([])
    private var attributes: [String: String] = [:]

    init(_ classes: [String]) { self.classes = ClassList(classes) }

    /// The kind of control for an attribute's value, and how its result says it.
    static func saying(_ value: JSON) -> (type: String, words: (key: String, value: JSON)) {
        switch value {
        case .bool(let isSet): ("choices", ("choices", [.string(isSet ? "true" : "false")]))
        case .int, .double: ("number", ("number", value))
        default: ("textarea", ("text", [value]))
        }
    }

    mutating func note(_ annotation: DatasetAnnotation, _ text: LabelStudioResultText) {
        _ = classes.number(of: annotation.label)
        if let control = text.control { used.insert(control) }
        if !text.points.isEmpty { used.insert(.keypoint) }
        for name in text.points { _ = points.number(of: name) }
        if case .keypoints(let found) = annotation.geometry, found.contains(where: { $0.visibility == 1 }) { attributes["occluded"] = "choices" }
        guard text.control != .choice else { return }
        for (name, value) in annotation.attributes.members where value.isValue && attributes[name] == nil {
            attributes[name] = Self.saying(value).type
        }
    }

    var text: [UInt8] {
        var text = XMLText()
        text.open("View")
        text.empty("Image", [("name", "image"), ("value", "$image")])
        for control in Control.allCases where used.contains(control) || (used.isEmpty && control == .rectangle) {
            var fields: XMLText.Attributes = [("name", control.rawValue), ("toName", "image")]
            if control == .choice { fields.append(("choice", "multiple")) }
            text.open(control.tag, fields)
            for name in control == .keypoint ? points.names : classes.names {
                text.empty(control == .choice ? "Choice" : "Label", [("value", name)])
            }
            text.close(control.tag)
        }
        for (name, type) in attributes.sorted(by: { $0.key < $1.key }) {
            let fields: XMLText.Attributes = [("name", name), ("toName", "image"), ("perRegion", "true")]
            switch type {
            case "choices":
                text.open("Choices", fields)
                for value in ["true", "false"] { text.empty("Choice", [("value", value)]) }
                text.close("Choices")
            case "number": text.empty("Number", fields)
            default: text.empty("TextArea", fields)
            }
        }
        text.close("View")
        return text.bytes
    }
}
