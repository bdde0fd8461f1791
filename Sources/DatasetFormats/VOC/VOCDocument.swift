/// What one VOC annotation file says.
struct VOCDocument {
    struct Part {
        var name = ""
        var corners: [String: String] = [:]
    }

    struct Object {
        var name = ""
        var corners: [String: String] = [:]
        var flags: [(String, String)] = []
        var parts: [Part] = []
        /// What CVAT and Datumaro write besides.
        var attributes: [(name: String, value: String)] = []
        var hasBox = false
    }

    var filename = ""
    var width: String?
    var height: String?
    /// There is a picture of segments of it.
    var isSegmented = false
    var objects: [Object] = []
    var isAnnotation = false
}

/// Builds a `VOCDocument` from elements, by the way to each.
final class VOCDocumentBuilder: XMLEvents {
    var document = VOCDocument()
    private var way: [String] = []
    private var object: VOCDocument.Object?

    func start(_ name: String, _ attributes: XMLAttributes) {
        way.append(name)
        if way.count == 1 { document.isAnnotation = name == "annotation" }
        if way == ["annotation", "object"] { object = VOCDocument.Object() }
        if way.count == 3, way[1] == "object" {
            if name == "bndbox" { object?.hasBox = true }
            if name == "part" { object?.parts.append(VOCDocument.Part()) }
        }
        if way.count == 4, way[1] == "object", way[2] == "attributes", name == "attribute" { object?.attributes.append(("", "")) }
    }

    func end(_ name: String, text: String) {
        switch way.count {
        case 2: endTop(name, text)
        case 3: endSecond(name, text)
        case 4 where way[1] == "object" && way[2] == "bndbox": object?.corners[name] = text
        case 4... where way[1] == "object": endInObject(name, text)
        default: break
        }
        way.removeLast()
    }

    private func endInObject(_ name: String, _ text: String) {
        if way[2] == "part", let last = object?.parts.indices.last {
            if way.count == 4, name == "name" { object?.parts[last].name = text }
            if way.count == 5, way[3] == "bndbox" { object?.parts[last].corners[name] = text }
        } else if way.count == 5, way[2] == "attributes", way[3] == "attribute", let last = object?.attributes.indices.last {
            if name == "name" { object?.attributes[last].name = text }
            if name == "value" { object?.attributes[last].value = text }
        }
    }

    private func endTop(_ name: String, _ text: String) {
        if name == "filename" { document.filename = text }
        if name == "segmented" { document.isSegmented = text == "1" }
        if name == "object", let done = object {
            document.objects.append(done)
            object = nil
        }
    }

    private func endSecond(_ name: String, _ text: String) {
        if way[1] == "size" {
            if name == "width" { document.width = text }
            if name == "height" { document.height = text }
        } else if way[1] == "object" {
            switch name {
            case "name": object?.name = text
            case "difficult", "truncated", "occluded", "pose", "difficulty": object?.flags.append((name, text))
            default: break
            }
        }
    }
}
