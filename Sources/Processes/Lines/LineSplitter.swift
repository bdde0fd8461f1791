/// Cuts bytes that come in pieces into lines. A line ends with `\n`, `\r\n` or the end; one longer than the limit is cut there.
public struct LineSplitter: Sendable {
    public let limit: Int
    private var partial: [UInt8] = []

    public init(limit: Int = 1 << 20) { self.limit = limit }

    /// The lines that these bytes complete.
    public mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) -> [String] {
        var lines: [String] = []
        var start = 0
        for index in 0..<bytes.count where bytes[index] == UInt8(ascii: "\n") {
            partial.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
            start = index + 1
            cut(into: &lines)
            lines.append(take())
        }
        partial.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        cut(into: &lines)
        return lines
    }

    /// What came after the last line's end, if anything.
    public mutating func finish() -> String? { partial.isEmpty ? nil : take() }

    private mutating func cut(into lines: inout [String]) {
        while partial.count > limit {
            lines.append(String(decoding: partial[..<limit], as: UTF8.self))
            partial.removeFirst(limit)
        }
    }

    private mutating func take() -> String {
        defer { partial.removeAll(keepingCapacity: true) }
        let ended = partial.last == UInt8(ascii: "\r") ? partial.dropLast() : partial[...]
        return String(decoding: ended, as: UTF8.self)
    }
}
