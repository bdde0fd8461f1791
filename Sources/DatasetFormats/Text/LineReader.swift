import Core

/// Lines of a text file, one at a time, without their ends; longer ones than a megabyte are cut there and said to be.
final class LineReader {
    static let maximumLength = 1 << 20
    private let stream: FileStream
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var start = 0
    private var end = 0
    private(set) var number = 0
    private(set) var wasCut = false

    init(_ path: String) throws {
        stream = try FileStream(path)
        fill()
        if end >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { start = 3 }
    }

    private func fill() {
        start = 0
        end = buffer.withUnsafeMutableBytes { stream.read(into: $0) }
    }

    /// The next line's bytes; nil at the end.
    func next() -> [UInt8]? {
        var line: [UInt8] = []
        var any = false
        wasCut = false
        while true {
            if start == end { fill() }
            if end == 0 { break }
            any = true
            let newline = buffer[start..<end].firstIndex(of: 10) ?? end
            let room = Self.maximumLength - line.count
            if newline - start > room { wasCut = true }
            line.append(contentsOf: buffer[start..<min(newline, start + room)])
            start = min(newline + 1, end)
            if newline < end { break }
            // A newline as the very last byte read leaves start == end with the line complete.
        }
        guard any else { return nil }
        if line.last == 13 { line.removeLast() }
        number += 1
        return line
    }
}
