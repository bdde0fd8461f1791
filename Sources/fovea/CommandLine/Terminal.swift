import Core
import Glibc

/// Standard error as people see it: messages, and a progress line when a terminal looks on.
enum Terminal {
    static let isInteractive = isatty(2) == 1

    /// A line on standard error.
    static func say(_ message: String) { put(message + "\n", on: 2) }

    /// A line on standard output: what was asked for.
    static func answer(_ text: String) { put(text + "\n", on: 1) }

    private static func put(_ text: String, on descriptor: Int32) {
        Array(text.utf8).withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Redraws one line: `message  42 % [#####.....]`. Nothing is written when nobody looks.
    static func progress(_ fraction: Double, _ message: String) {
        guard isInteractive else { return }
        let width = 24
        let filled = Int((min(1, max(0, fraction)) * Double(width)).rounded())
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let end = fraction >= 1 ? "\n" : ""
        put("\r\u{1B}[K\(bar) \(Int(fraction * 100)) %  \(message)\(end)", on: 2)
    }
}
