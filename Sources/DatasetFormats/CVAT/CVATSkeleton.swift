import Core
import Geometry

/// CVAT's skeletons: a label with points as labels below it, and a drawing (SVG) whose lines say which are joined.
enum CVATSkeleton {
    /// The points of a label in the file's order; nil when it has none.
    static func declared(_ label: CVATLabel, _ labels: [CVATLabel]) -> DatasetSkeleton? {
        let names = labels.filter { $0.parent == label.name && !$0.name.isEmpty }.map(\.name)
        guard !names.isEmpty else { return nil }
        return DatasetSkeleton(keypoints: names, edges: edges(label.drawing, names))
    }

    /// Lines go from node to node; circles say the point of a node, by name or, in older files, by its order.
    private static func edges(_ drawing: String, _ names: [String]) -> [[Int]] {
        var nodes: [String: Int] = [:]
        var lines: [(from: String, to: String)] = []
        for tag in drawing.split(separator: "<") {
            let values = attributes(tag)
            if let from = values["data-node-from"], let to = values["data-node-to"] { lines.append((from, to)) }
            guard let node = values["data-node-id"] else { continue }
            let place = values["data-label-name"].flatMap { name in names.firstIndex(of: name) } ?? Int(node).map { $0 - 1 }
            if let place, names.indices.contains(place) { nodes[node] = place }
        }
        return lines.compactMap { line in
            guard let from = nodes[line.from], let to = nodes[line.to] else { return nil }
            return [from, to]
        }
    }

    private static func attributes(_ tag: Substring) -> [Substring: String] {
        var values: [Substring: String] = [:]
        let parts = tag.split(separator: "\"", omittingEmptySubsequences: false)
        for at in stride(from: 0, to: parts.count - 1, by: 2) {
            guard let name = parts[at].split(separator: " ").last, name.hasSuffix("=") else { continue }
            values[name.dropLast()] = unescape(String(parts[at + 1]))
        }
        return values
    }

    /// The drawing is XML inside of XML.
    private static func unescape(_ text: String) -> String {
        guard text.contains("&") else { return text }
        var text = text
        for (name, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
            text = text.split(separator: name, omittingEmptySubsequences: false).joined(separator: character)
        }
        return text
    }

    /// A skeleton's points in the order of the label's, those that are missing unlabelled.
    static func take(_ shape: CVATShape, _ skeleton: inout DatasetSkeleton?) throws -> CVATGeometry.Taken {
        var found = skeleton ?? DatasetSkeleton(keypoints: [])
        var points = [Keypoint](repeating: Keypoint(0, 0, visibility: 0), count: found.keypoints.count)
        var seen: Set<Int> = []
        var note: String?
        for part in shape.parts {
            let name = part.label
            let place: Int
            if let known = found.keypoints.firstIndex(of: name) {
                place = known
            } else {
                if skeleton != nil { note = "its point \"\(name)\" is not declared, and was added to the skeleton" }
                place = found.keypoints.count
                found.keypoints.append(name)
                points.append(Keypoint(0, 0, visibility: 0))
            }
            guard seen.insert(place).inserted else { throw CVATGeometry.Fault("its point \"\(name.prefix(100))\" comes twice") }
            points[place] = try CVATGeometry.keypoint(part)
        }
        skeleton = found
        return CVATGeometry.Taken(geometry: .keypoints(points), note: note)
    }

    /// What a point is called in a file: those beyond the declared ones by number.
    static func name(_ index: Int, _ skeleton: DatasetSkeleton?) -> String {
        let declared = skeleton?.keypoints ?? []
        if declared.indices.contains(index) { return declared[index] }
        return declared.contains("\(index + 1)") ? "point \(index + 1)" : "\(index + 1)"
    }

    /// The declared points, and as many more as there are.
    static func named(upTo count: Int, _ skeleton: DatasetSkeleton?) -> DatasetSkeleton {
        var named = skeleton ?? DatasetSkeleton(keypoints: [])
        for index in named.keypoints.count..<max(count, named.keypoints.count) { named.keypoints.append(name(index, skeleton)) }
        return named
    }

    /// The points on a circle, joined as they are.
    static func drawing(_ skeleton: DatasetSkeleton) -> String {
        let frame = RotatedBox(cx: 50, cy: 50, width: 80, height: 80, angle: 0)
        let places = frame.ellipse(corners: skeleton.keypoints.count).map { (Numbers.text($0.x, decimals: 2), Numbers.text($0.y, decimals: 2)) }
        var text = ""
        for edge in skeleton.edges where edge.count == 2 && edge.allSatisfy(places.indices.contains) {
            let (from, to) = (places[edge[0]], places[edge[1]])
            text += "<line x1=\"\(from.0)\" y1=\"\(from.1)\" x2=\"\(to.0)\" y2=\"\(to.1)\" data-type=\"edge\""
            text += " data-node-from=\"\(edge[0] + 1)\" data-node-to=\"\(edge[1] + 1)\"></line>"
        }
        for (index, place) in places.enumerated() {
            text += "<circle r=\"0.75\" cx=\"\(place.0)\" cy=\"\(place.1)\" data-type=\"element node\" data-element-id=\"\(index + 1)\""
            text += " data-node-id=\"\(index + 1)\" data-label-name=\"\(XMLText.escaped(skeleton.keypoints[index]))\"></circle>"
        }
        return text
    }
}
