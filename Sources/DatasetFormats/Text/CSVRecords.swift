/// Rows of a table (RFC 4180), one at a time; a quoted field may go over the ends of lines.
final class CSVRecords {
    struct Record {
        /// As it stands in the file, without the last line's end.
        var text: [UInt8]
        /// The line that it begins on, counted from 1.
        var line: Int
        /// What is wrong with it, when something is.
        var fault: String?
    }

    /// A quote that is not closed within so many lines is a stray one.
    private static let lineLimit = 100

    private let lines: LineReader
    private let separator: UInt8
    /// Lines that were read ahead for a quote that nothing closed.
    private var waiting: [(text: [UInt8], line: Int, wasCut: Bool)] = []

    init(_ path: String, separator: UInt8 = UInt8(ascii: ",")) throws {
        lines = try LineReader(path)
        self.separator = separator
    }

    private func line() -> (text: [UInt8], line: Int, wasCut: Bool)? {
        if !waiting.isEmpty { return waiting.removeFirst() }
        return lines.next().map { ($0, lines.number, lines.wasCut) }
    }

    /// Blank lines are passed over; nil at the end.
    func next() -> Record? {
        while let first = line() {
            if first.text.allSatisfy({ $0 <= 32 }) { continue }
            if first.wasCut { return Record(text: first.text, line: first.line, fault: "is longer than a megabyte") }
            var record = Record(text: first.text, line: first.line)
            guard CSV.isOpen(record.text, separator: separator) else { return record }
            var ahead: [(text: [UInt8], line: Int, wasCut: Bool)] = []
            while ahead.count < Self.lineLimit, record.text.count < LineReader.maximumLength, let more = line() {
                ahead.append(more)
                record.text += [10] + more.text
                if !CSV.isOpen(record.text, separator: separator) { return record }
            }
            waiting = ahead + waiting
            return Record(text: first.text, line: first.line, fault: "has a quote that is not closed")
        }
        return nil
    }
}
