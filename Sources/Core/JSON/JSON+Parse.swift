extension JSON {
    /// Reads one JSON text. `maximumDepth` bounds nesting, so that a hostile text cannot exhaust memory or stack later on.
    ///
    /// Throws `FoveaError.malformed`, naming the byte, when the text is not JSON, nests too deep or is followed by more.
    public static func parse(_ bytes: [UInt8], maximumDepth: Int = 64) throws -> JSON {
        try bytes.withUnsafeBytes { try parse($0, maximumDepth: maximumDepth) }
    }

    public static func parse(_ text: String, maximumDepth: Int = 64) throws -> JSON {
        try parse(Array(text.utf8), maximumDepth: maximumDepth)
    }

    public static func parse(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = 64) throws -> JSON {
        let builder = JSONBuilder(maximumDepth: maximumDepth)
        do {
            try builder.read(bytes)
        } catch {
            let reason = error.stopped ? "it nests deeper than \(maximumDepth) levels" : error.reason
            throw FoveaError(.malformed, "This is not valid JSON: \(reason) (byte \(error.offset)).")
        }
        return builder.root
    }
}

/// Builds a value from parser events, one level of nesting at a time on an explicit stack. Levels are mutated in place: to
/// take one out and put it back would copy its items for every item.
public final class JSONBuilder: JSONEvents {
    private struct Level {
        let isArray: Bool
        var items: [JSON] = []
        var object = JSONObject()
        var key = ""
    }

    private var levels: [Level] = []
    private let maximumDepth: Int
    public private(set) var root: JSON = .null

    public init(maximumDepth: Int) { self.maximumDepth = maximumDepth }

    /// How many containers are open.
    public var depth: Int { levels.count }

    private func add(_ value: JSON) -> Bool {
        let top = levels.count - 1
        if top < 0 {
            root = value
        } else if levels[top].isArray {
            levels[top].items.append(value)
        } else {
            levels[top].object.append(levels[top].key, value)
        }
        return true
    }

    private func open(isArray: Bool) -> Bool {
        guard levels.count < maximumDepth else { return false }
        levels.append(Level(isArray: isArray))
        return true
    }

    public func null() -> Bool { add(.null) }
    public func boolean(_ value: Bool) -> Bool { add(.bool(value)) }
    public func integer(_ value: Int64) -> Bool { add(.int(value)) }
    public func number(_ value: Double) -> Bool { add(.double(value)) }
    public func string(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { add(.string(String(decoding: bytes, as: UTF8.self))) }

    public func key(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !levels.isEmpty else { return false }
        levels[levels.count - 1].key = String(decoding: bytes, as: UTF8.self)
        return true
    }

    public func startObject() -> Bool { open(isArray: false) }
    public func startArray() -> Bool { open(isArray: true) }

    public func endObject() -> Bool {
        guard let level = levels.popLast() else { return false }
        return add(.object(level.object))
    }

    public func endArray() -> Bool {
        guard let level = levels.popLast() else { return false }
        return add(.array(level.items))
    }
}
