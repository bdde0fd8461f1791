import Glibc

/// Writes JSON into a byte buffer. The caller keeps the structure right (`beginObject`, `key`, a value, `endObject`);
/// commas are placed here.
public struct JSONWriter: Sendable {
    private var buffer: ByteBuffer
    private var count = 0
    private var needsComma = false
    /// The day written last, and its text: times in one answer are mostly of a few days.
    var day: Int64 = .min
    var dayText: (UInt64, UInt64) = (0, 0)

    public init(reserving capacity: Int = 512) { buffer = ByteBuffer(capacity: max(64, capacity)) }

    /// What has been written so far.
    public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: buffer.base, count: count)) }

    /// Room for `n` more bytes, at the place where they go.
    @inline(__always) private mutating func room(_ n: Int) -> UnsafeMutablePointer<UInt8> {
        if !isKnownUniquelyReferenced(&buffer) || count + n > buffer.capacity { grow(n) }
        return buffer.base + count
    }

    @inline(never) private mutating func grow(_ n: Int) {
        let larger = ByteBuffer(capacity: max(buffer.capacity * 2, count + n))
        memcpy(larger.base, buffer.base, count)
        buffer = larger
    }

    @inline(__always) private mutating func put(_ byte: UInt8) {
        room(1).pointee = byte
        count += 1
    }

    @inline(__always) private mutating func put(_ source: UnsafePointer<UInt8>?, _ n: Int) {
        guard let source, n > 0 else { return }
        memcpy(room(n), source, n)
        count += n
    }

    @inline(__always) private mutating func put(_ text: StaticString) { put(text.utf8Start, text.utf8CodeUnitCount) }

    @inline(__always) private mutating func separate() {
        if needsComma { put(UInt8(ascii: ",")) }
        needsComma = true
    }

    public mutating func beginObject() { separate(); put(UInt8(ascii: "{")); needsComma = false }
    public mutating func endObject() { put(UInt8(ascii: "}")); needsComma = true }
    public mutating func beginArray() { separate(); put(UInt8(ascii: "[")); needsComma = false }
    public mutating func endArray() { put(UInt8(ascii: "]")); needsComma = true }

    public mutating func key(_ name: String) {
        separate()
        appendQuoted(name)
        put(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A key already quoted and followed by its colon, made once by `quotedKey`.
    public mutating func key(quoted: [UInt8]) {
        separate()
        quoted.withUnsafeBufferPointer { put($0.baseAddress, $0.count) }
        needsComma = false
    }

    public static func quotedKey(_ name: String) -> [UInt8] {
        var writer = JSONWriter(reserving: name.utf8.count + 3)
        writer.appendQuoted(name)
        return writer.bytes + [UInt8(ascii: ":")]
    }

    public mutating func null() { separate(); put("null") }
    public mutating func bool(_ value: Bool) { separate(); if value { put("true") } else { put("false") } }

    public mutating func int(_ value: Int64) {
        separate()
        var rest = value.magnitude
        var length = 1
        var bound: UInt64 = 10
        while length < 20, rest >= bound {
            length += 1
            if length == 20 { break }
            bound *= 10
        }
        if value < 0 { put(UInt8(ascii: "-")) }
        let out = room(length)
        var at = length
        repeat {
            at -= 1
            out[at] = 48 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while at > 0
        count += length
    }

    /// JSON has no infinities and no NaN: they are written as null.
    public mutating func double(_ value: Double) {
        guard value.isFinite else { return null() }
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 { return int(whole) }
        separate()
        var text = value.description
        text.withUTF8 { put($0.baseAddress, $0.count) }
    }

    public mutating func string(_ value: String) { separate(); appendQuoted(value) }

    /// JSON text made elsewhere (a stored column), placed as it is.
    public mutating func raw(_ json: String) {
        separate()
        var json = json
        json.withUTF8 { put($0.baseAddress, $0.count) }
    }

    /// A text of `n` bytes that need no escaping, written in place by `fill`.
    @inline(__always) mutating func quoted(_ n: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        separate()
        let out = room(n + 2)
        out[0] = UInt8(ascii: "\"")
        fill(out + 1)
        out[n + 1] = UInt8(ascii: "\"")
        count += n + 2
    }

    private mutating func appendQuoted(_ value: String) {
        var value = value
        value.withUTF8 { text in
            guard JSONEscapes.isNeeded(text) else {
                let out = room(text.count + 2)
                out[0] = UInt8(ascii: "\"")
                if let base = text.baseAddress { memcpy(out + 1, base, text.count) }
                out[text.count + 1] = UInt8(ascii: "\"")
                count += text.count + 2
                return
            }
            put(UInt8(ascii: "\""))
            appendEscaped(text)
            put(UInt8(ascii: "\""))
        }
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        guard let base = text.baseAddress else { return }
        var start = 0
        for index in 0..<text.count {
            let byte = text[index]
            if byte >= 0x20 && byte != 0x22 && byte != 0x5C { continue }
            put(base + start, index - start)
            appendEscape(byte)
            start = index + 1
        }
        put(base + start, text.count - start)
    }

    private mutating func appendEscape(_ byte: UInt8) {
        switch byte {
        case 0x22: put("\\\"")
        case 0x5C: put("\\\\")
        case 0x0A: put("\\n")
        case 0x0D: put("\\r")
        case 0x09: put("\\t")
        default:
            put("\\u00")
            put(Hex.digit(byte >> 4))
            put(Hex.digit(byte & 15))
        }
    }

    public mutating func value(_ json: JSON) {
        switch json {
        case .null: null()
        case .bool(let value): bool(value)
        case .int(let value): int(value)
        case .double(let value): double(value)
        case .string(let value): string(value)
        case .array(let items):
            beginArray()
            for item in items { value(item) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                key(member.key)
                value(member.value)
            }
            endObject()
        }
    }
}

extension JSON {
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Memory of a writer.
///
/// `@unchecked Sendable`: written only through a `JSONWriter` that holds the one reference to it; a shared one is copied
/// before the next byte is written.
private final class ByteBuffer: @unchecked Sendable {
    let base: UnsafeMutablePointer<UInt8>
    let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }
}
