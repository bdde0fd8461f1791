import Core
import Geometry

/// Writes `annotations.csv`, a row a box (without numbers for a class of the image, without a class for an image that has none),
/// and `images/`. Attributes become columns, which are known last: rows wait in a spill file.
final class CSVWriter: DatasetWriter {
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private var names = FileNames()
    private let rows = SpilledPairs()
    private var columns = ClassList([])
    /// More columns than this no reader of tables takes.
    private static let columnLimit = 1000

    init(_ sink: any DatasetSink, _ options: WriteOptions) { self.sink = sink }

    func add(_ image: DatasetImage, picture: PictureBytes?) throws {
        let name = names.unique(image.name, in: "")
        var count = 0
        for annotation in image.annotations {
            var box: Box?
            if annotation.geometry != .image {
                guard let found = annotation.geometry.boundingBox, !found.isDegenerate else {
                    account.skip(
                        image.name, nil, "\(annotation.label): \(annotation.geometry.kind.rawValue) has no box, and a table holds nothing else")
                    continue
                }
                box = found
            }
            try row(image, name, annotation, box)
            count += 1
        }
        if count == 0 { try row(image, name, nil, nil) }
        if let picture { try sink.write("images/\(name)", size: picture.size, next: picture.next) }
        account.took(image)
    }

    private func row(_ image: DatasetImage, _ name: String, _ annotation: DatasetAnnotation?, _ box: Box?) throws {
        var line: [UInt8] = []
        func field(_ text: String) {
            CSV.append(text, to: &line)
            line.append(UInt8(ascii: ","))
        }
        field(name)
        field(image.size.map { "\($0.width)" } ?? "")
        field(image.size.map { "\($0.height)" } ?? "")
        field(annotation?.label ?? "")
        let numbers = box.map { [$0.x, $0.y, $0.right, $0.bottom] }
        for index in 0..<4 { field(numbers.map { Numbers.text($0[index], decimals: 6) } ?? "") }
        field(annotation?.confidence.map { Numbers.text($0, decimals: 9) } ?? "")
        CSV.append(image.split?.rawValue ?? "", to: &line)
        var kept = JSONObject()
        for (key, value) in annotation?.attributes.members ?? [] where value.isValue {
            guard !TableColumns.isReserved(key), columns.names.count < Self.columnLimit || columns.names.contains(key) else {
                account.note(
                    image.name, nil, "\(annotation?.label ?? ""): the attribute \(key) has no place: the table has a column of that name, or too many"
                )
                continue
            }
            kept["\(columns.number(of: key))"] = value
        }
        try rows.add(line, JSON.object(kept).bytes)
    }

    func finish() throws {
        var head: [UInt8]? = header()
        try sink.write("annotations.csv", size: nil) {
            if let first = head {
                head = nil
                return first
            }
            var out: [UInt8] = []
            while out.count < 1 << 16, let (line, attributes) = try self.rows.next() {
                let values = try JSON.parse(attributes)
                out += line
                for number in self.columns.names.indices {
                    out.append(UInt8(ascii: ","))
                    CSV.append(Self.text(values["\(number)"]), to: &out)
                }
                out.append(10)
            }
            return out
        }
        try sink.finish()
    }

    private func header() -> [UInt8] {
        var line = Array("filename,width,height,class,xmin,ymin,xmax,ymax,confidence,split".utf8)
        for name in columns.names {
            line.append(UInt8(ascii: ","))
            CSV.append(name, to: &line)
        }
        return line + [10]
    }

    private static func text(_ value: JSON?) -> String {
        switch value {
        case .string(let text)?: text
        case .bool, .int, .double: value?.text ?? ""
        default: ""
        }
    }
}
