import Core
import Pixels

/// Walks the directories of an EXIF block.
struct EXIFReader {
    private let bytes: [UInt8]
    private let littleEndian: Bool
    private let isValid: Bool
    private(set) var members: [(key: String, value: JSON)] = []
    private(set) var orientation: Orientation?
    private var entriesLeft = 512
    private var visited: Set<Int> = []

    init(_ block: [UInt8]) {
        bytes = block
        littleEndian = block.first == 0x49
        isValid = block.count >= 8 && (block[0] == 0x49 && block[1] == 0x49 || block[0] == 0x4D && block[1] == 0x4D)
    }

    mutating func readFirst() {
        guard isValid, let at = number(4, 4) else { return }
        read(directory: at, .main, descend: false)
    }

    mutating func readAll() {
        guard isValid, let at = number(4, 4) else { return }
        read(directory: at, .main, descend: true)
    }

    private mutating func read(directory start: Int, _ directory: EXIFTags.Directory, descend: Bool) {
        guard visited.count < 8, visited.insert(start).inserted, let count = number(start, 2) else { return }
        for index in 0..<count {
            guard entriesLeft > 0 else { return }
            entriesLeft -= 1
            let at = start + 2 + index * 12
            guard let tag = number(at, 2), let type = number(at + 2, 2), let values = number(at + 4, 4) else { return }
            if tag == 0x112, directory == .main, let value = number(at + 8, 2) { orientation = Orientation(rawValue: value) }
            if let inner = EXIFTags.pointer(tag, in: directory) {
                if descend, let pointer = number(at + 8, 4) { read(directory: pointer, inner, descend: true) }
                continue
            }
            guard descend, let name = EXIFTags.name(tag, in: directory) else { continue }
            if let value = value(type: type, count: values, entry: at) { members.append((name, value)) }
        }
    }

    private func value(type: Int, count: Int, entry: Int) -> JSON? {
        let widths = [1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8]
        guard let width = widths[type], count > 0, count <= 4096 else { return nil }
        let inside = count * width <= 4
        guard let start = inside ? entry + 8 : number(entry + 8, 4), start >= 0, start + count * width <= bytes.count else { return nil }
        if type == 2 { return text(start, count) }
        if type == 7 { return undefined(start, count) }
        if count > 64 { return nil }
        let items = (0..<count).compactMap { scalar(type, start + $0 * width) }
        guard items.count == count else { return nil }
        return count == 1 ? items[0] : .array(items)
    }

    private func scalar(_ type: Int, _ at: Int) -> JSON? {
        switch type {
        case 1: number(at, 1).map { .int(Int64($0)) }
        case 3: number(at, 2).map { .int(Int64($0)) }
        case 4: number(at, 4).map { .int(Int64($0)) }
        case 6: number(at, 1).map { .int(Int64(Int8(truncatingIfNeeded: $0))) }
        case 8: number(at, 2).map { .int(Int64(Int16(truncatingIfNeeded: $0))) }
        case 9: signed(at).map { .int($0) }
        case 5: ratio(number(at, 4).map(Int64.init), number(at + 4, 4).map(Int64.init))
        case 10: ratio(signed(at), signed(at + 4))
        case 11: number(at, 4).map { .double(Double(Float(bitPattern: UInt32($0)))) }
        case 12:
            number(at, 4).flatMap { first in
                number(at + 4, 4).map { second in
                    let high = UInt64(littleEndian ? second : first)
                    let low = UInt64(littleEndian ? first : second)
                    return .double(Double(bitPattern: high << 32 | low))
                }
            }
        default: nil
        }
    }

    private func ratio(_ numerator: Int64?, _ denominator: Int64?) -> JSON? {
        guard let numerator, let denominator else { return nil }
        // Cameras write 0/0 for "unknown".
        return denominator == 0 ? .null : .double(Double(numerator) / Double(denominator))
    }

    private func text(_ start: Int, _ count: Int) -> JSON {
        let raw = bytes[start..<start + count].prefix { $0 != 0 }
        var text = String(decoding: raw, as: UTF8.self)
        while text.last == " " { text.removeLast() }
        return .string(text)
    }

    /// Text behind a character code, or a few bytes; longer blocks (maker notes) are left out.
    private func undefined(_ start: Int, _ count: Int) -> JSON? {
        if count > 8, bytes[start..<start + 8].elementsEqual(Array("ASCII\0\0\0".utf8)) { return text(start + 8, count - 8) }
        guard count <= 16 else { return nil }
        let raw = bytes[start..<start + count]
        if raw.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return .string(String(decoding: raw, as: UTF8.self)) }
        return count == 1 ? .int(Int64(bytes[start])) : .array(raw.map { .int(Int64($0)) })
    }

    private func signed(_ at: Int) -> Int64? { number(at, 4).map { Int64(Int32(truncatingIfNeeded: $0)) } }

    private func number(_ at: Int, _ width: Int) -> Int? {
        guard at >= 0, at <= bytes.count - width else { return nil }
        var value = 0
        for index in 0..<width {
            let place = littleEndian ? width - 1 - index : index
            value = value << 8 | Int(bytes[at + place])
        }
        return value
    }
}
