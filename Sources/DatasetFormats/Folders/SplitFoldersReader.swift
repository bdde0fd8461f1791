import Core
import Geometry

/// Reads `train/ valid/ test/` with `_classes.txt` (a name a line): pictures with YOLO labels beside them or in `labels/`,
/// with a list `_annotations.txt` (`picture x1,y1,x2,y2,class ...`, in pixels), or with nothing.
public final class SplitFoldersReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var account: ImportAccount
    private let input: DatasetInput
    private var index = 0
    /// Class names by folder: each split may bring its own list; one above the splits holds for all.
    private var names: [String: [String]] = [:]
    /// Lines of `_annotations.txt`, by the picture's path.
    private var listed: [String: (file: String, row: Int, boxes: [Substring])] = [:]

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        guard !input.pictures.isEmpty else { throw FoveaError.invalid("path", "holds no pictures") }
        for file in input.tree.files where ["_classes.txt", "classes.txt"].contains(file.lastComponent) {
            let list = NameList.read(input.tree.path(of: file))
            names[file.parentPath] = list
            for name in list where !classes.contains(name) { classes.append(name) }
        }
        for file in input.tree.files where file.lastComponent == "_annotations.txt" { readList(file) }
    }

    public func next() throws -> DatasetImage? {
        while index < input.pictures.paths.count {
            let path = input.pictures.paths[index]
            index += 1
            guard var image = input.plainPicture(path, split: DatasetSplit(path: path), &account), let size = image.size else { continue }
            if let list = listed[path] {
                image.annotations = boxes(list.boxes, list.file, "line \(list.row)", size)
            } else if let labels = YOLOQuirks.labelPaths(of: path).first(where: input.tree.contains) {
                image.annotations = YOLOLabelFile.read(
                    labels, at: input.tree.path(of: labels), size, YOLOSchema(task: input.options.yoloTask ?? .detect), &account
                ) { name($0, near: labels.parentPath) }
            }
            account.took(image)
            return image
        }
        return nil
    }

    private func name(_ number: Int, near folder: String) -> String? {
        var folder = folder
        while true {
            if let list = names[folder], list.indices.contains(number) { return list[number] }
            if folder.isEmpty { return nil }
            folder = folder.parentPath
        }
    }

    private func readList(_ file: String) {
        guard let lines = try? LineReader(input.tree.path(of: file)) else { return }
        while let line = lines.next() {
            let row = "line \(lines.number)"
            var parts = String(decoding: line, as: UTF8.self).split(separator: " ")
            // A picture's name may hold blanks: the boxes are what has five numbers at the end.
            var boxes: [Substring] = []
            while parts.count > 1, let last = parts.last, last.split(separator: ",").count == 5 {
                boxes.append(last)
                parts.removeLast()
            }
            let name = parts.joined(separator: " ")
            if name.isEmpty { continue }
            guard let path = SafePath.normalise(name) else {
                account.skip(file, row, "the path is not allowed: \(name.prefix(200))")
                continue
            }
            guard case .found(let picture) = input.pictures.find(path, near: file.parentPath) else {
                account.skip(file, row, "the picture was not found: \(path)", count: max(1, boxes.count))
                continue
            }
            listed[picture] = (file, lines.number, boxes.reversed())
        }
    }

    private func boxes(_ texts: [Substring], _ file: String, _ row: String, _ size: PixelSize) -> [DatasetAnnotation] {
        let gate = AnnotationGate(file: file, size: size)
        return texts.compactMap { text in
            let values = text.split(separator: ",").compactMap { Numbers.double($0) }
            guard values.count == 5, values.allSatisfy(\.isFinite), let number = Int(exactly: values[4]) else {
                account.skip(file, row, "\"\(text.prefix(80))\" is no box")
                return nil
            }
            guard let label = name(number, near: file.parentPath) else {
                account.skip(file, row, "class \(number) has no name in _classes.txt")
                return nil
            }
            let box = Box(left: values[0], top: values[1], right: values[2], bottom: values[3])
            return gate.admit(.box(box), row: row, label: label, &account).map { DatasetAnnotation(label: label, geometry: $0) }
        }
    }
}
