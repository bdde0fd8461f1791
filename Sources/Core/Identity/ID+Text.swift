extension ID {
    /// `8-4-4-4-12` hexadecimal digits of either case; nil for anything else.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let parsed: (UInt64, UInt64)? = text.withUTF8 { bytes in
            guard bytes.count == 36 else { return nil }
            var words: (UInt64, UInt64) = (0, 0)
            var digits = 0
            for (index, byte) in bytes.enumerated() {
                if index == 8 || index == 13 || index == 18 || index == 23 {
                    guard byte == UInt8(ascii: "-") else { return nil }
                    continue
                }
                guard let value = Hex.value(of: byte) else { return nil }
                if digits < 16 { words.0 = words.0 << 4 | UInt64(value) } else { words.1 = words.1 << 4 | UInt64(value) }
                digits += 1
            }
            return words
        }
        guard let parsed else { return nil }
        self.init(high: parsed.0, low: parsed.1)
    }

    public var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var at = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    buffer[at] = UInt8(ascii: "-")
                    at += 1
                }
                let word = index < 16 ? high : low
                let shift = UInt64(60 - (index & 15) * 4)
                buffer[at] = Hex.digit(UInt8(truncatingIfNeeded: (word >> shift) & 15))
                at += 1
            }
            return 36
        }
    }
}
