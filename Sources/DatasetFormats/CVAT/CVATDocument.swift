/// A shape of a CVAT file, as written there.
struct CVATShape {
    /// `box`, `polygon`, `polyline`, `points`, `ellipse`, `cuboid`, `mask`, `skeleton` or `tag`.
    var kind: String
    /// The element's attributes.
    var fields: [String: String]
    /// What the label's own attributes say, in the file's order.
    var values: [(name: String, text: String)] = []
    /// A skeleton's points.
    var parts: [CVATShape] = []
    /// Attributes of its points, which have no place here.
    var partValues = 0

    var label: String { fields["label"] ?? "" }
}

/// An image of a CVAT file with all of its shapes.
struct CVATImage {
    var fields: [String: String]
    var shapes: [CVATShape] = []
}

/// What a CVAT file says of a label: how the values of its attributes are to be read.
struct CVATLabel {
    var name = ""
    /// Points of a skeleton are labels below the skeleton's.
    var parent = ""
    var inputTypes: [String: String] = [:]
    /// How a skeleton is drawn: says which points are joined.
    var drawing = ""
}

/// Collects images as their elements end, by the way to each.
final class CVATDocumentBuilder: XMLEvents {
    private(set) var root: String?
    private(set) var labels: [CVATLabel] = []
    /// Tracks of videos, which hold shapes by frame instead of images.
    private(set) var tracks = 0
    /// What the task says of all of its images.
    private(set) var subset: String?
    private var finished: [CVATImage] = []
    private var way: [String] = []
    private var image: CVATImage?
    private var shape: CVATShape?
    private var part: CVATShape?
    private var valueName: String?
    private var attributeName = ""

    /// Images that have ended since the last call.
    func take() -> [CVATImage] {
        defer { finished = [] }
        return finished
    }

    /// The image that a broken file broke off in.
    var unfinished: CVATImage? { image }

    func start(_ name: String, _ attributes: XMLAttributes) {
        way.append(name)
        if way.count == 1 { root = name }
        switch way.count {
        case 2 where name == "image": image = CVATImage(fields: attributes.all)
        case 2 where name == "track": tracks += 1
        case 3 where image != nil: shape = CVATShape(kind: name, fields: attributes.all)
        case 4 where shape?.kind == "skeleton" && name != "attribute": part = CVATShape(kind: name, fields: attributes.all)
        default: break
        }
        if shape != nil, name == "attribute" { valueName = attributes.all["name"] }
        if name == "label", way.dropLast().last == "labels" { labels.append(CVATLabel()) }
    }

    func end(_ name: String, text: String) {
        if shape != nil { endInShape(name, text) } else if way.count == 2, name == "image" { endImage() }
        if image == nil { endInLabels(name, text) }
        way.removeLast()
    }

    private func endInShape(_ name: String, _ text: String) {
        if name == "attribute", let value = valueName {
            if way.count == 4 { shape?.values.append((value, text)) } else { shape?.partValues += 1 }
            valueName = nil
        } else if way.count == 4, let done = part {
            shape?.parts.append(done)
            part = nil
        } else if way.count == 3, let done = shape {
            image?.shapes.append(done)
            shape = nil
        }
    }

    private func endImage() {
        if let image { finished.append(image) }
        image = nil
    }

    private func endInLabels(_ name: String, _ text: String) {
        if way == ["annotations", "meta", "task", "subset"], !text.isEmpty { subset = text }
        guard way.count > 3, let last = labels.indices.last else { return }
        switch (way.dropLast().last, name) {
        case ("label", "name"): labels[last].name = text
        case ("label", "parent"): labels[last].parent = text
        case ("label", "svg"): labels[last].drawing = text
        case ("attribute", "name"): attributeName = text
        case ("attribute", "input_type"): labels[last].inputTypes[attributeName] = text
        default: break
        }
    }
}
