/// Header fields in the order in which they came; names compare without regard to case.
public struct Headers: Sendable, ExpressibleByDictionaryLiteral {
    public private(set) var all: [(name: String, value: String)]

    public init(_ all: [(name: String, value: String)] = []) { self.all = all }
    public init(dictionaryLiteral elements: (String, String)...) { all = elements.map { (name: $0.0, value: $0.1) } }

    /// The first value of that name; setting replaces every one, nil removes them.
    public subscript(name: String) -> String? {
        get { all.first { Headers.same($0.name, name) }?.value }
        set {
            all.removeAll { Headers.same($0.name, name) }
            if let newValue { all.append((name, newValue)) }
        }
    }

    public func values(_ name: String) -> [String] {
        all.filter { Headers.same($0.name, name) }.map(\.value)
    }

    public mutating func add(_ name: String, _ value: String) { all.append((name, value)) }

    public mutating func setDefault(_ name: String, _ value: @autoclosure () -> String) {
        if !contains(name) { all.append((name, value())) }
    }

    public func contains(_ name: String) -> Bool { all.contains { Headers.same($0.name, name) } }

    /// Whether a comma-separated field lists `token`, without regard to case or parameters (`Connection: keep-alive, Upgrade`).
    public func lists(_ token: String, in name: String) -> Bool {
        values(name).contains { value in
            value.split(separator: ",").contains { part in
                let bare = part.prefix { $0 != ";" }
                return Headers.same(String(bare.trimmed), token)
            }
        }
    }

    static func same(_ a: String, _ b: String) -> Bool {
        let left = a.utf8, right = b.utf8
        guard left.count == right.count else { return false }
        for (x, y) in zip(left, right) where lower(x) != lower(y) { return false }
        return true
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
}

extension Substring {
    /// Without spaces and tabs at both ends.
    var trimmed: Substring {
        var rest = self
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return rest
    }
}
