import Processes
import Testing

@Suite struct LineSplitterTests {
    private func split(_ pieces: [String], limit: Int = 1 << 20) -> [String] {
        var splitter = LineSplitter(limit: limit)
        var lines: [String] = []
        for piece in pieces {
            var piece = piece
            lines += piece.withUTF8 { splitter.add($0) }
        }
        if let rest = splitter.finish() { lines.append(rest) }
        return lines
    }

    @Test func joinsPiecesAndKeepsEmptyLines() {
        #expect(split(["a\nb", "c\n\n", "d"]) == ["a", "bc", "", "d"])
        #expect(split(["a\r\nb\r", "\n"]) == ["a", "b"])
        #expect(split([]) == [])
    }

    @Test func cutsLinesThatNeverEnd() {
        #expect(split(["abcdefgh", "ij\nk"], limit: 4) == ["abcd", "efgh", "ij", "k"])
    }

    @Test func replacesWhatIsNotText() {
        var splitter = LineSplitter()
        let bytes: [UInt8] = [0x61, 0xFF, 0x0A]
        #expect(bytes.withUnsafeBufferPointer { splitter.add($0) } == ["a\u{FFFD}"])
    }
}
