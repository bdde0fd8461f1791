extension JSONWriter {
    /// An id as lower-case text, without making a `String`.
    public mutating func id(_ value: ID) {
        quoted(36) { out in
            let raw = UnsafeMutableRawPointer(out)
            // Eight digits at a time; the groups 8-4-4-4-12 are cut out of them.
            let first = Hex.digits(UInt32(truncatingIfNeeded: value.high >> 32))
            let second = Hex.digits(UInt32(truncatingIfNeeded: value.high))
            let third = Hex.digits(UInt32(truncatingIfNeeded: value.low >> 32))
            let fourth = Hex.digits(UInt32(truncatingIfNeeded: value.low))
            raw.storeBytes(of: first, as: UInt64.self)
            raw.storeBytes(of: UInt32(truncatingIfNeeded: second), toByteOffset: 9, as: UInt32.self)
            raw.storeBytes(of: UInt32(truncatingIfNeeded: second >> 32), toByteOffset: 14, as: UInt32.self)
            raw.storeBytes(of: UInt32(truncatingIfNeeded: third), toByteOffset: 19, as: UInt32.self)
            raw.storeBytes(of: UInt32(truncatingIfNeeded: third >> 32), toByteOffset: 24, as: UInt32.self)
            raw.storeBytes(of: fourth, toByteOffset: 28, as: UInt64.self)
            out[8] = UInt8(ascii: "-"); out[13] = UInt8(ascii: "-"); out[18] = UInt8(ascii: "-"); out[23] = UInt8(ascii: "-")
        }
    }

    /// A digest as 64 lower-case hexadecimal digits, without making a `String`.
    public mutating func digest(_ value: Digest) {
        quoted(64) { out in
            value.bytes.withUnsafeBytes { bytes in
                for word in 0..<8 {
                    let digits = Hex.digits(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: word * 4, as: UInt32.self)))
                    UnsafeMutableRawPointer(out).storeBytes(of: digits, toByteOffset: word * 8, as: UInt64.self)
                }
            }
        }
    }

    /// A moment as RFC 3339 in UTC, the same text as its `description`, without making a `String`.
    public mutating func timestamp(_ value: Timestamp) {
        let fraction = ((value.microseconds % 1_000_000) + 1_000_000) % 1_000_000
        let seconds = (value.microseconds - fraction) / 1_000_000
        let secondOfDay = ((seconds % 86400) + 86400) % 86400
        let day = (seconds - secondOfDay) / 86400
        if day != self.day {
            let date = CivilDate(daysSinceEpoch: day)
            guard (0...9999).contains(date.year) else { return string(value.description) }
            remember(day, date)
        }
        let text = dayText
        quoted(fraction == 0 ? 20 : 27) { out in
            let raw = UnsafeMutableRawPointer(out)
            raw.storeBytes(of: text.0, as: UInt64.self)
            raw.storeBytes(of: UInt32(truncatingIfNeeded: text.1), toByteOffset: 8, as: UInt32.self)
            Digits.put2(secondOfDay / 3600, out + 11)
            out[13] = UInt8(ascii: ":")
            Digits.put2(secondOfDay / 60 % 60, out + 14)
            out[16] = UInt8(ascii: ":")
            Digits.put2(secondOfDay % 60, out + 17)
            guard fraction != 0 else {
                out[19] = UInt8(ascii: "Z")
                return
            }
            out[19] = UInt8(ascii: ".")
            Digits.put2(fraction / 10_000, out + 20)
            Digits.put2(fraction / 100 % 100, out + 22)
            Digits.put2(fraction % 100, out + 24)
            out[26] = UInt8(ascii: "Z")
        }
    }

    /// `2026-11-20T`, in twelve bytes of which the last is overwritten.
    private mutating func remember(_ day: Int64, _ date: CivilDate) {
        self.day = day
        withUnsafeMutableBytes(of: &dayText) { buffer in
            guard let out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
            Digits.put2(date.year / 100, out)
            Digits.put2(date.year % 100, out + 2)
            out[4] = UInt8(ascii: "-")
            Digits.put2(date.month, out + 5)
            out[7] = UInt8(ascii: "-")
            Digits.put2(date.day, out + 8)
            out[10] = UInt8(ascii: "T")
        }
    }
}

private enum Digits {
    /// Two decimal digits of a number below 100.
    @inline(__always) static func put2(_ value: Int64, _ out: UnsafeMutablePointer<UInt8>) {
        out[0] = 48 + UInt8(truncatingIfNeeded: value / 10)
        out[1] = 48 + UInt8(truncatingIfNeeded: value % 10)
    }
}
