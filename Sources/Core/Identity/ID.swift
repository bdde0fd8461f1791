/// A 128-bit identifier (RFC 9562 UUID). Made by the server as version 7, so that ids sort by the time they were made;
/// clients may bring any version. Text is lower-case with hyphens; storage is 16 bytes or PostgreSQL's `uuid`.
public struct ID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public static func < (a: ID, b: ID) -> Bool {
        a.high != b.high ? a.high < b.high : a.low < b.low
    }
}

extension ID {
    /// Version 7: 48 bits of Unix milliseconds, 12 of the millisecond's fraction (RFC 9562, 6.2, method 3), 62 random ones: what is
    /// made after another sorts after it, from one microsecond to the next.
    public static func make(at now: Timestamp = .now()) -> ID {
        let microseconds = UInt64(max(0, now.microseconds))
        let fraction = microseconds % 1000 * 4096 / 1000
        let high = ((microseconds / 1000 & 0xFFFF_FFFF_FFFF) << 16) | 0x7000 | fraction
        let low = (SecureRandom.word() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        return ID(high: high, low: low)
    }

    /// 16 bytes, most significant first.
    public var bytes: [UInt8] {
        var out = [UInt8]()
        out.reserveCapacity(16)
        for shift in stride(from: 56, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: high >> UInt64(shift))) }
        for shift in stride(from: 56, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: low >> UInt64(shift))) }
        return out
    }

    /// Nil unless there are exactly 16 bytes.
    public init?<Bytes: Collection>(bytes: Bytes) where Bytes.Element == UInt8 {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        self.init(high: high, low: low)
    }
}
