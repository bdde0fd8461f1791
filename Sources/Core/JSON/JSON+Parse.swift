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

/// Builds a value from parser events, one level of nesting at a time on an explicit stack.
public final class JSONBuilder: JSONEvents {
    private enum Level {
        case array([JSON])
        case object(JSONObject, pending: String)
    }

    private var levels: [Level] = []
    private let maximumDepth: Int
    public private(set) var root: JSON = .null

    public init(maximumDepth: Int) { self.maximumDepth = maximumDepth }

    /// How many containers are open.
    public var depth: Int { levels.count }

    private func add(_ value: JSON) -> Bool {
        guard let top = levels.popLast() else {
            root = value
            return true
        }
        switch top {
        case .array(var items):
            items.append(value)
            levels.append(.array(items))
        case .object(var object, let key):
            object.append(key, value)
            levels.append(.object(object, pending: ""))
        }
        return true
    }

    private func open(_ level: Level) -> Bool {
        guard levels.count < maximumDepth else { return false }
        levels.append(level)
        return true
    }

    public func null() -> Bool { add(.null) }
    public func boolean(_ value: Bool) -> Bool { add(.bool(value)) }
    public func integer(_ value: Int64) -> Bool { add(.int(value)) }
    public func number(_ value: Double) -> Bool { add(.double(value)) }
    public func string(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { add(.string(String(decoding: bytes, as: UTF8.self))) }

    public func key(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard case .object(let object, _)? = levels.popLast() else { return false }
        levels.append(.object(object, pending: String(decoding: bytes, as: UTF8.self)))
        return true
    }

    public func startObject() -> Bool { open(.object(JSONObject(), pending: "")) }
    public func startArray() -> Bool { open(.array([])) }

    public func endObject() -> Bool {
        guard case .object(let object, _)? = levels.popLast() else { return false }
        return add(.object(object))
    }

    public func endArray() -> Bool {
        guard case .array(let items)? = levels.popLast() else { return false }
        return add(.array(items))
    }
}
