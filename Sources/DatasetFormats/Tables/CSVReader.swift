import Core
import Geometry

/// Reads tables with a row a box (or a class of an image), whose columns are known by their names. Pictures that no row speaks
/// of come last, without annotations.
public final class CSVReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var account: ImportAccount
    public private(set) var findings: String?
    private let input: DatasetInput
    private var files: [(path: String, table: CSVTable, isNormalised: Bool)] = []
    private let rows = GroupedRows()
    private var index = 0
    private var known: Set<String> = []
    private var ledger = PictureLedger()

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        let candidates = input.single.map { [$0] } ?? input.tree.files.filter(Self.isTable)
        for file in candidates {
            let path = input.tree.path(of: file)
            guard let table = CSVTable(path) else {
                account.note(file, nil, "is no table of pictures: no column names files, or none names classes")
                continue
            }
            files.append((file, table, table.isNormalised(path)))
        }
        guard let first = files.first else { throw FoveaError.invalid("path", "holds no table with a column of file names and one of classes") }
        findings =
            first.table.columns.findings + (first.isNormalised ? ", fractions of the image" : first.table.columns.place == nil ? "" : ", in pixels")
        for number in files.indices { try gather(number) }
        rows.group()
    }

    /// By its name: what lies in a CSV file of Open Images or beside classes of images is another format's.
    static func isTable(_ file: String) -> Bool { ["csv", "tsv"].contains(file.fileExtension) && file.lastComponent != "_classes.csv" }

    private func gather(_ number: Int) throws {
        let (file, table, _) = files[number]
        let records = try table.records(input.tree.path(of: file))
        while let record = records.next() {
            let row = "line \(record.line)"
            let fields = table.fields(record.text)
            if let fault = record.fault {
                account.skip(file, row, fault)
            } else if fields.count != table.columns.count {
                account.skip(file, row, "has \(fields.count) fields where the first line has \(table.columns.count)")
            } else if let name = Self.name(fields[table.columns.file]) {
                try rows.add(GroupedRows.Row(file: number, line: record.line, text: record.text), to: name)
            } else {
                account.skip(file, row, "the path is not allowed: \(fields[table.columns.file].prefix(200))")
            }
        }
    }

    /// A path, or an object of a store, of which the bucket falls away.
    private static func name(_ text: String) -> String? {
        text.contains("://") ? PictureReference.candidates(text).first : SafePath.normalise(text)
    }

    public func next() throws -> DatasetImage? {
        guard index < rows.images.count else { return ledger.nextUnused(input, &account) { DatasetSplit(path: $0) } }
        let name = rows.images[index]
        let own = try rows.rows(of: index)
        index += 1
        let image = image(name, own)
        account.took(image)
        return image
    }

    private func image(_ name: String, _ rows: [GroupedRows.Row]) -> DatasetImage {
        let (file, table, _) = files[rows.first?.file ?? 0]
        let values = rows.first.map { table.fields($0.text) } ?? []
        let declared = PixelSize(width: table.columns.width.map { values[$0] }, height: table.columns.height.map { values[$0] })
        var answer = input.pictures.find(name, near: file.parentPath)
        if answer == .missing, !PictureNames.matches(name) { answer = input.pictures.find(stem: name, near: file.parentPath) }
        let (path, size) = input.picture(answer, name: name, declared: declared, &account)
        if case .found(let picture) = answer { _ = ledger.use(picture) }
        var image = DatasetImage(name: name, file: path, size: size, split: DatasetSplit(path: name))
        for row in rows { add(row, to: &image) }
        return image
    }

    private func add(_ row: GroupedRows.Row, to image: inout DatasetImage) {
        let (file, table, isNormalised) = files[row.file]
        let place = "line \(row.line)"
        let columns = table.columns, fields = table.fields(row.text)
        if let split = columns.split.flatMap({ DatasetSplit(folder: fields[$0]) }) { image.split = split }
        let label = columns.label.map { fields[$0] } ?? ""
        let isBare = columns.numbers.allSatisfy { fields[$0].isEmpty }
        guard !label.isEmpty else {
            // A row of a file alone says that the picture is there.
            if !isBare { account.skip(file, place, "has no class") }
            return
        }
        var geometry = Geometry.image
        if !isBare {
            switch TableBox.read(columns, fields, isNormalised ? image.size : nil, isNormalised: isNormalised) {
            case .success(let box): geometry = .box(box)
            case .failure(let fault):
                account.skip(file, place, "\(label): \(fault.reason)")
                return
            }
        }
        guard let fitted = AnnotationGate(file: file, size: image.size).admit(geometry, row: place, label: label, &account) else { return }
        var annotation = DatasetAnnotation(label: label, geometry: fitted)
        if let text = columns.confidence.map({ fields[$0] }), !text.isEmpty {
            annotation.confidence = Numbers.double(text).flatMap { (0...1).contains($0) ? $0 : nil }
            if annotation.confidence == nil {
                account.note(file, place, "\(label): the confidence \"\(text.prefix(40))\" does not lie between 0 and 1, and was left out")
            }
        }
        for (name, column) in columns.attributes where !fields[column].isEmpty { annotation.attributes[name] = Self.value(fields[column]) }
        if known.insert(label).inserted { classes.append(label) }
        image.annotations.append(annotation)
    }

    private static func value(_ text: String) -> JSON {
        switch text {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: Numbers.double(text).flatMap { $0.isFinite ? (Int64(exactly: $0).map(JSON.int) ?? .double($0)) : nil } ?? .string(text)
        }
    }
}

/// A row's box.
enum TableBox {
    struct Fault: Error {
        let reason: String
    }

    /// - Parameter size: of the image, for fractions.
    static func read(_ columns: TableColumns, _ fields: [String], _ size: PixelSize?, isNormalised: Bool) -> Result<Box, Fault> {
        var values: [Double] = []
        for column in columns.numbers {
            guard let value = Numbers.double(fields[column]) else {
                return .failure(Fault(reason: "\"\(fields[column].prefix(40))\" is not a number"))
            }
            guard value.isFinite else { return .failure(Fault(reason: "holds a number that is not finite")) }
            values.append(value)
        }
        if isNormalised {
            guard let size else { return .failure(Fault(reason: "the size of its picture is not known, and the table holds fractions of it")) }
            for index in values.indices { values[index] *= Double(index.isMultiple(of: 2) ? size.width : size.height) }
        }
        switch columns.place {
        case .corners: return .success(Box(left: values[0], top: values[1], right: values[2], bottom: values[3]))
        case .size: return .success(Box(x: values[0], y: values[1], width: values[2], height: values[3]))
        case .center: return .success(Box(x: values[0] - values[2] / 2, y: values[1] - values[3] / 2, width: values[2], height: values[3]))
        case nil: return .failure(Fault(reason: "the table has no columns for a box"))
        }
    }
}
