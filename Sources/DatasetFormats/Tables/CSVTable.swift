/// A table of pictures: how its fields are separated, which column says what, and its rows.
struct CSVTable {
    let separator: UInt8
    let columns: TableColumns

    /// Nil when the file is no table of pictures.
    init?(_ path: String) {
        guard let lines = try? LineReader(path), let first = lines.next(), !lines.wasCut else { return nil }
        let marks = [UInt8(ascii: ","), UInt8(ascii: ";"), 9]
        let separator = marks.max { a, b in first.count { $0 == a } < first.count { $0 == b } } ?? marks[0]
        guard let columns = TableColumns(CSV.fields(first, separator: separator)) else { return nil }
        self.separator = separator
        self.columns = columns
    }

    /// The rows with values, the first included when it is one.
    func records(_ path: String) throws -> CSVRecords {
        let records = try CSVRecords(path, separator: separator)
        if columns.hasHeader { _ = records.next() }
        return records
    }

    func fields(_ text: [UInt8]) -> [String] { CSV.fields(text, separator: separator) }

    /// Whether the numbers are fractions of the image: all of the first thousand rows lie from 0 to 1, and some are no whole
    /// number.
    func isNormalised(_ path: String) -> Bool {
        guard !columns.isNormalised, columns.place != nil else { return columns.isNormalised }
        guard let records = try? records(path) else { return false }
        var hasFraction = false
        for _ in 0..<1000 {
            guard let record = records.next() else { break }
            let fields = fields(record.text)
            guard record.fault == nil, fields.count == columns.count else { continue }
            for column in columns.numbers {
                guard let value = Numbers.double(fields[column]), value.isFinite else { continue }
                guard (0...1).contains(value) else { return false }
                if value != value.rounded() { hasFraction = true }
            }
        }
        return hasFraction
    }
}
