/// Which bytes JSON does not take as they are: control characters, the quote, the backslash.
enum JSONEscapes {
    /// Eight bytes at a time (Mycroft's test for a zero byte, on the differences).
    static func isNeeded(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let base = text.baseAddress else { return false }
        let raw = UnsafeRawPointer(base)
        var at = 0
        while at + 8 <= text.count {
            if hit(raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)) { return true }
            at += 8
        }
        while at < text.count {
            let byte = base[at]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { return true }
            at += 1
        }
        return false
    }

    @inline(__always) private static func hit(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let control = (word &- ones &* 0x20) & ~word
        let quote = zero(word ^ (ones &* 0x22))
        let backslash = zero(word ^ (ones &* 0x5C))
        return (control | quote | backslash) & highs != 0
    }

    @inline(__always) private static func zero(_ word: UInt64) -> UInt64 { (word &- 0x0101_0101_0101_0101) & ~word }
}
