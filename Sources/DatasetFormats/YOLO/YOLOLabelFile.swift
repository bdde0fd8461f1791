import Core
import Geometry

/// The lines of one label file, with the books kept.
enum YOLOLabelFile {
    /// - Parameter name: the class of a number; nil when nobody names it.
    static func read(
        _ file: String, at path: String, _ size: PixelSize, _ schema: YOLOSchema, _ account: inout ImportAccount, name: (Int) -> String?
    ) -> [DatasetAnnotation] {
        guard let lines = try? LineReader(path) else {
            account.skip(file, nil, "cannot be read")
            return []
        }
        let gate = AnnotationGate(file: file, size: size)
        var annotations: [DatasetAnnotation] = []
        while let text = lines.next() {
            let row = "line \(lines.number)"
            guard !lines.wasCut else {
                account.skip(file, row, "is longer than a megabyte")
                continue
            }
            let parsed: YOLOLine?
            do { parsed = try YOLOQuirks.parse(text, size, schema) } catch {
                account.skip(file, row, error.reason)
                continue
            }
            guard let line = parsed else { continue }
            guard let label = name(line.classNumber) else {
                account.skip(file, row, "class \(line.classNumber) has no name in the dataset")
                continue
            }
            if let note = line.note { account.note(file, row, "\(label): \(note)") }
            guard let geometry = gate.admit(line.geometry, row: row, label: label, &account) else { continue }
            var attributes = JSONObject()
            // The box says something only where it is not the one around the points.
            if let box = line.box, geometry.boundingBox?.isNear(box) != true {
                attributes["box"] = .array([.double(box.x), .double(box.y), .double(box.width), .double(box.height)])
            }
            annotations.append(DatasetAnnotation(label: label, geometry: geometry, attributes: attributes, confidence: line.confidence))
        }
        return annotations
    }
}
