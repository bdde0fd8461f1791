extension JSONWriter {
    /// An id as lower-case text, without making a `String`.
    public mutating func id(_ value: ID) {
        quoted(36) { out in
            var at = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    out[at] = UInt8(ascii: "-")
                    at += 1
                }
                let word = index < 16 ? value.high : value.low
                out[at] = Hex.digit(UInt8(truncatingIfNeeded: (word >> UInt64(60 - (index & 15) * 4)) & 15))
                at += 1
            }
        }
    }

    /// A moment as RFC 3339 in UTC, the same text as its `description`, without making a `String`.
    public mutating func timestamp(_ value: Timestamp) {
        let fraction = ((value.microseconds % 1_000_000) + 1_000_000) % 1_000_000
        let seconds = (value.microseconds - fraction) / 1_000_000
        let secondOfDay = ((seconds % 86400) + 86400) % 86400
        let date = CivilDate(daysSinceEpoch: (seconds - secondOfDay) / 86400)
        guard (0...9999).contains(date.year) else { return string(value.description) }
        quoted(fraction == 0 ? 20 : 27) { out in
            func put(_ number: Int64, _ width: Int, at start: Int) {
                var rest = number
                for index in stride(from: start + width - 1, through: start, by: -1) {
                    out[index] = 48 + UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                }
            }
            put(date.year, 4, at: 0); put(date.month, 2, at: 5); put(date.day, 2, at: 8)
            put(secondOfDay / 3600, 2, at: 11); put(secondOfDay / 60 % 60, 2, at: 14); put(secondOfDay % 60, 2, at: 17)
            out[4] = UInt8(ascii: "-"); out[7] = UInt8(ascii: "-"); out[10] = UInt8(ascii: "T")
            out[13] = UInt8(ascii: ":"); out[16] = UInt8(ascii: ":")
            if fraction != 0 {
                out[19] = UInt8(ascii: ".")
                put(fraction, 6, at: 20)
            }
            out[out.count - 1] = UInt8(ascii: "Z")
        }
    }
}
