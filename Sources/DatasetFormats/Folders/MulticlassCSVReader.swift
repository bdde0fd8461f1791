import Core
import Geometry

/// Reads `_classes.csv`: `filename, class, class, ...` and a row an image with 0 or 1 (or a probability) a class. One such
/// file in each folder of pictures; streamed, so that a million rows cost no memory.
public final class MulticlassCSVReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var account: ImportAccount
    private let input: DatasetInput
    private var files: [String]
    private var file = ""
    private var lines: LineReader?
    private var columns: [String] = []
    private var named: Set<String> = []

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        files = input.tree.files.filter { $0.lastComponent == "_classes.csv" || $0 == input.single }.reversed()
        guard !files.isEmpty else { throw FoveaError.invalid("path", "holds no _classes.csv") }
    }

    public func next() throws -> DatasetImage? {
        while true {
            if let lines, let line = lines.next() {
                if let image = image(line, row: "line \(lines.number)") {
                    account.took(image)
                    return image
                }
            } else if !openNext() {
                return nil
            }
        }
    }

    private func openNext() -> Bool {
        guard let next = files.popLast() else { return false }
        file = next
        named = []
        guard let opened = try? LineReader(input.tree.path(of: next)), let header = opened.next() else {
            account.note(next, nil, "is empty or cannot be read")
            lines = nil
            return true
        }
        columns = Array(CSV.fields(header).dropFirst())
        for name in columns where !name.isEmpty && !classes.contains(name) { classes.append(name) }
        if Set(columns).count < columns.count { account.note(next, "line 1", "several columns have the same name; they become one class") }
        lines = opened
        return true
    }

    private func image(_ line: [UInt8], row: String) -> DatasetImage? {
        let fields = CSV.fields(line)
        guard let name = fields.first, !(name.isEmpty && fields.count == 1) else { return nil }
        guard let path = SafePath.normalise(name) else {
            account.skip(file, row, "the path is not allowed: \(name.prefix(200))")
            return nil
        }
        guard named.insert(path).inserted else {
            account.skip(file, row, "\(path) was named before; the first row counts")
            return nil
        }
        if fields.count != columns.count + 1 {
            account.note(file, row, "has \(fields.count) fields where the first line has \(columns.count + 1)")
        }
        var annotations: [DatasetAnnotation] = []
        for (column, text) in zip(columns, fields.dropFirst()) where !column.isEmpty {
            guard let value = Numbers.double(text), value >= 0, value <= 1 else {
                if !text.isEmpty { account.skip(file, row, "\(column) is \"\(text.prefix(40))\": neither 0 nor 1") }
                continue
            }
            if value >= 0.5, !annotations.contains(where: { $0.label == column }) {
                annotations.append(DatasetAnnotation(label: column, geometry: .image))
            }
        }
        let (found, size) = input.picture(input.pictures.find(path, near: file.parentPath), name: path, declared: nil, &account)
        return DatasetImage(name: path, file: found, size: size, split: DatasetSplit(path: file), annotations: annotations)
    }
}
