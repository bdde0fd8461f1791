/// Indented XML, escaped. Characters that XML cannot hold are left out.
struct XMLText {
    typealias Attributes = [(name: String, value: String)]

    private(set) var bytes: [UInt8] = []
    private var depth: Int

    /// - Parameter depth: how deep in another text this one will stand.
    init(depth: Int = 0) { self.depth = depth }

    mutating func open(_ name: String, _ attributes: Attributes = []) {
        tag(name, attributes)
        bytes.append(contentsOf: ">\n".utf8)
        depth += 1
    }

    mutating func close(_ name: String) {
        depth -= 1
        indent()
        bytes.append(contentsOf: "</\(name)>\n".utf8)
    }

    mutating func element(_ name: String, _ text: String, _ attributes: Attributes = []) {
        tag(name, attributes)
        bytes.append(UInt8(ascii: ">"))
        append(text)
        bytes.append(contentsOf: "</\(name)>\n".utf8)
    }

    mutating func empty(_ name: String, _ attributes: Attributes) {
        tag(name, attributes)
        bytes.append(contentsOf: "/>\n".utf8)
    }

    private mutating func indent() { for _ in 0..<depth { bytes.append(9) } }

    private mutating func tag(_ name: String, _ attributes: Attributes) {
        indent()
        bytes.append(contentsOf: "<\(name)".utf8)
        for (name, value) in attributes {
            bytes.append(contentsOf: " \(name)=\"".utf8)
            append(value)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    /// As it stands inside an attribute.
    static func escaped(_ text: String) -> String {
        var writer = XMLText()
        writer.append(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private mutating func append(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            // As they are they would be read as blanks inside an attribute.
            case 9, 10, 13: bytes.append(contentsOf: "&#\(byte);".utf8)
            case 0..<32: break
            default: bytes.append(byte)
            }
        }
    }
}
