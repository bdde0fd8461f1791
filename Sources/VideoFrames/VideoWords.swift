import Core
import Processes

/// What ffmpeg says, in words for people and without the places of this machine.
enum VideoWords {
    static func refusal(_ said: [String]) -> FoveaError {
        let reason = said.last { !$0.isEmpty }.map(clean)
        return FoveaError(.invalid, "The file is no video that can be read\(reason.map { ": \($0)" } ?? "").")
    }

    /// Without the address of a part of ffmpeg and the path of the file.
    static func clean(_ line: String) -> String {
        var text = Substring(line)
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") { text = text[text.index(after: end)...].drop { $0 == " " } }
        if text.hasPrefix("file:"), let colon = text.firstRange(of: ": ") { text = text[colon.upperBound...] }
        let kept = text.unicodeScalars.filter { $0.value >= 0x20 }.prefix(300)
        return String(String.UnicodeScalarView(kept)).trimmedEnd
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self
        while let last = text.last, last == "." || last == " " { text.removeLast() }
        return text
    }
}

/// The last lines of a stream that may be long.
enum LastLines {
    static func of(_ stream: LineStream, _ count: Int = 20) async -> [String] {
        var lines: [String] = []
        for await line in stream {
            lines.append(line)
            if lines.count > count { lines.removeFirst() }
        }
        return lines
    }
}
