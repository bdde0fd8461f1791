import Core
import Geometry

/// Reads Open Images: tables of boxes and of classes of images, in any order of rows, with `class-descriptions.csv`. Pictures
/// that no row speaks of come last, without annotations.
public final class OpenImagesReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var account: ImportAccount
    public private(set) var findings: String?
    private let input: DatasetInput
    private var files: [(path: String, columns: OpenImagesColumns)] = []
    private var descriptions: [String: String] = [:]
    private let rows = GroupedRows()
    private var subsets: [UInt32: DatasetSplit] = [:]
    private var index = 0
    private var known: Set<String> = []
    private var ledger = PictureLedger()

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        for file in input.single.map({ [$0] }) ?? input.tree.files.filter({ $0.fileExtension == "csv" }) {
            if OpenImagesColumns.isDescription(file) {
                readDescriptions(file)
            } else if let columns = OpenImagesColumns(path: input.tree.path(of: file)) {
                files.append((file, columns))
            }
        }
        guard files.contains(where: { $0.columns.kind != .images }) else {
            throw FoveaError.invalid("path", "holds no table of Open Images (with the columns ImageID and LabelName)")
        }
        for number in files.indices { try gather(number) }
        rows.group()
        findings = files.map { "\($0.path.lastComponent) (\($0.columns.kind))" }.joined(separator: ", ")
        if descriptions.isEmpty { account.note("", nil, "there is no class-descriptions.csv; classes are called as LabelName calls them") }
    }

    /// Two columns, with a first row of names from version 6 on.
    private func readDescriptions(_ file: String) {
        guard let records = try? CSVRecords(input.tree.path(of: file)) else { return }
        while let record = records.next() {
            let fields = CSV.fields(record.text)
            if record.line == 1, fields.first == "LabelName" { continue }
            guard fields.count == 2, record.fault == nil, !fields[0].isEmpty, !fields[1].isEmpty else {
                account.note(file, "line \(record.line)", "is no label and its name")
                continue
            }
            if let before = descriptions[fields[0]], before != fields[1] {
                account.note(file, "line \(record.line)", "\(fields[0]) is named twice; the first name counts")
            } else {
                descriptions[fields[0]] = fields[1]
                know(fields[1])
            }
        }
    }

    private func know(_ name: String) { if known.insert(name).inserted { classes.append(name) } }

    private func gather(_ number: Int) throws {
        let (file, columns) = files[number]
        let records = try CSVRecords(input.tree.path(of: file))
        _ = records.next()
        var masks = 0
        var absent = 0
        while let record = records.next() {
            let fields = CSV.fields(record.text)
            let row = "line \(record.line)"
            guard record.fault == nil, fields.count == columns.names.count else {
                account.skip(file, row, record.fault ?? "has \(fields.count) fields where the first line has \(columns.names.count)")
                continue
            }
            guard let id = columns.value("ImageID", fields).flatMap(SafePath.normalise) else {
                account.skip(file, row, "the image id is not allowed: \(columns.value("ImageID", fields)?.prefix(200) ?? "")")
                continue
            }
            let image = rows.image(id)
            let split = columns.value("Subset", fields).flatMap { DatasetSplit(folder: $0) } ?? OpenImagesColumns.split(file)
            if let split, subsets[image] == nil { subsets[image] = split }
            switch columns.kind {
            case .images: break
            case .masks: masks += 1
            case .labels where columns.value("Confidence", fields).flatMap({ Numbers.double($0) }) == 0: absent += 1
            case .labels, .boxes: try rows.add(GroupedRows.Row(file: number, line: record.line, text: record.text), to: id)
            }
        }
        if masks > 0 { account.skip(file, nil, "masks in pictures of their own are not read: \(masks) rows", count: masks) }
        if absent > 0 { account.note(file, nil, "\(absent) rows say that a class is absent, which has no place here") }
    }

    public func next() throws -> DatasetImage? {
        guard index < rows.images.count else { return ledger.nextUnused(input, &account) { DatasetSplit(path: $0) } }
        let number = index
        index += 1
        let id = rows.images[number]
        let split = subsets[UInt32(number)]
        let answer = input.pictures.find(stem: id, near: "images/\(split?.rawValue ?? "")")
        var name = id + ".jpg"
        if case .found(let picture) = answer {
            _ = ledger.use(picture)
            name = picture
        }
        let (path, size) = input.picture(answer, name: name, declared: nil, &account)
        var image = DatasetImage(name: name, file: path, size: size, split: split ?? DatasetSplit(path: name))
        image.annotations = annotations(try rows.rows(of: number), size)
        account.took(image)
        return image
    }

    private func annotations(_ rows: [GroupedRows.Row], _ size: PixelSize?) -> [DatasetAnnotation] {
        rows.compactMap { row in
            let (file, columns) = files[row.file]
            let fields = CSV.fields(row.text)
            let place = "line \(row.line)"
            let label = columns.value("LabelName", fields) ?? ""
            guard !label.isEmpty else {
                account.skip(file, place, "has no class")
                return nil
            }
            let name = descriptions[label] ?? label
            if descriptions[label] == nil, !descriptions.isEmpty { account.note(file, place, "\(label) is not in class-descriptions.csv") }
            var annotation = DatasetAnnotation(label: name, geometry: .image)
            if columns.kind == .boxes {
                guard let size else {
                    account.skip(file, place, "\(name): the size of its picture is not known, and boxes are fractions of it")
                    return nil
                }
                switch Self.box(columns, fields, size) {
                case .failure(let fault):
                    account.skip(file, place, "\(name): \(fault.reason)")
                    return nil
                case .success(let box):
                    guard let geometry = AnnotationGate(file: file, size: size).admit(.box(box), row: place, label: name, &account) else {
                        return nil
                    }
                    annotation.geometry = geometry
                }
                for (column, attribute) in OpenImagesColumns.flags where columns.value(column, fields) == "1" {
                    annotation.attributes[attribute] = true
                }
            }
            annotation.confidence = confidence(columns.value("Confidence", fields) ?? "", file, place, name)
            know(name)
            return annotation
        }
    }

    /// What people drew or checked has the confidence 1.
    private func confidence(_ text: String, _ file: String, _ place: String, _ name: String) -> Double? {
        guard !text.isEmpty, let value = Numbers.double(text), (0...1).contains(value) else {
            if !text.isEmpty {
                account.note(file, place, "\(name): the confidence \"\(text.prefix(40))\" does not lie between 0 and 1, and was left out")
            }
            return nil
        }
        return value == 1 ? nil : value
    }

    private static func box(_ columns: OpenImagesColumns, _ fields: [String], _ size: PixelSize) -> Result<Box, TableBox.Fault> {
        var values: [Double] = []
        for name in ["XMin", "YMin", "XMax", "YMax"] {
            let text = columns.value(name, fields) ?? ""
            guard let value = Numbers.double(text) else { return .failure(TableBox.Fault(reason: "\(name) is \"\(text.prefix(40))\", not a number")) }
            guard value.isFinite else { return .failure(TableBox.Fault(reason: "\(name) is not finite")) }
            values.append(value)
        }
        let (width, height) = (Double(size.width), Double(size.height))
        return .success(Box(left: values[0] * width, top: values[1] * height, right: values[2] * width, bottom: values[3] * height))
    }
}
