import Core

/// One numbered step of the schema, never changed once it has been released. A feature's `Schema/` folder lists its own; the
/// composition root joins the lists. Numbers are unique over the program and say the order (Identity 100s, JobQueue and
/// Events 200s, Library 300s, Learning 400s, Review 500s).
///
/// Texts are statements separated by `;`, in the common subset, with the type words of `Dialect.translate(_:)`. What only
/// one engine needs goes to `sqlite` or `postgres` and runs after `up`.
public struct Migration: Sendable {
    public let number: Int
    public let name: String
    let up: String
    let down: String
    let sqlite: String
    let postgres: String

    public init(number: Int, name: String, up: String, down: String, sqlite: String = "", postgres: String = "") {
        self.number = number
        self.name = name
        self.up = up
        self.down = down
        self.sqlite = sqlite
        self.postgres = postgres
    }

    /// Of everything that `up` runs, on either engine: white space aside, it must never change.
    public var checksum: String {
        let text = [up, sqlite, postgres].joined(separator: "\u{1}")
        return SHA256.digest(text.split(whereSeparator: \.isWhitespace).joined(separator: " ")).description
    }

    func upStatements(_ dialect: Dialect) -> [String] {
        let own = dialect == .sqlite ? sqlite : postgres
        return (Self.statements(up) + Self.statements(own)).map { dialect.translate($0) }
    }

    func downStatements(_ dialect: Dialect) -> [String] { Self.statements(down).map { dialect.translate($0) } }

    /// Splits at `;` outside quotes, leaving out `--` comments.
    static func statements(_ script: String) -> [String] {
        var out: [String] = []
        var current: [UInt8] = []
        var quote: UInt8?
        var inComment = false
        let bytes = Array(script.utf8)
        for (index, byte) in bytes.enumerated() {
            if inComment {
                guard byte == 10 else { continue }
                inComment = false
            } else if let open = quote {
                if byte == open { quote = nil }
            } else if byte == 39 || byte == 34 {
                quote = byte
            } else if byte == 45, index + 1 < bytes.count, bytes[index + 1] == 45 {
                inComment = true
                continue
            } else if byte == 59 {
                out.append(String(decoding: current, as: UTF8.self))
                current = []
                continue
            }
            current.append(byte)
        }
        out.append(String(decoding: current, as: UTF8.self))
        return out.filter { $0.contains { !$0.isWhitespace } }
    }
}
