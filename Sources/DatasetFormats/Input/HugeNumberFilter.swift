/// Lets a JSON text through and writes NaN for each number beyond all doubles (`1e999`), which the parser would end at. Such files
/// are rare, so this second look is taken only after a parse that failed for it.
struct HugeNumberFilter {
    private var inString = false
    private var escaped = false
    /// A number that goes on behind the end of what has come so far.
    private var held: [UInt8] = []
    private var isAtEnd = false
    private static let longest = 4096

    /// Fills `buffer` from a source that does the same; 0 at the end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer, from source: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
        while !isAtEnd {
            let start = held.count
            for (index, byte) in held.enumerated() { buffer[index] = byte }
            held = []
            let got = source(UnsafeMutableRawBufferPointer(rebasing: buffer[start...]))
            isAtEnd = got == 0
            let count = filter(UnsafeMutableRawBufferPointer(rebasing: buffer[..<(start + got)]))
            if count > 0 { return count }
        }
        return 0
    }

    /// How much of it is done; the rest is held back.
    private mutating func filter(_ bytes: UnsafeMutableRawBufferPointer) -> Int {
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if inString {
                if escaped { escaped = false } else if byte == 0x5C { escaped = true } else if byte == 0x22 { inString = false }
                at += 1
            } else if byte == 0x22 {
                inString = true
                at += 1
            } else if Self.isNumeral(byte) {
                let start = at
                while at < bytes.count, Self.isNumeral(bytes[at]) { at += 1 }
                if at == bytes.count, !isAtEnd, at - start < Self.longest {
                    held = Array(bytes[start...])
                    return start
                }
                judge(UnsafeMutableRawBufferPointer(rebasing: bytes[start..<at]))
            } else {
                at += 1
            }
        }
        return bytes.count
    }

    private func judge(_ number: UnsafeMutableRawBufferPointer) {
        guard number.count >= 4, Double(String(decoding: number, as: UTF8.self))?.isInfinite == true else { return }
        for index in number.indices { number[index] = 32 }
        (number[0], number[1], number[2]) = (UInt8(ascii: "N"), UInt8(ascii: "a"), UInt8(ascii: "N"))
    }

    private static func isNumeral(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): true
        default: false
        }
    }
}
