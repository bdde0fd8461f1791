extension Timestamp: CustomStringConvertible {
    /// `2026-11-20T23:15:04.123456Z`; the fraction is left out when it is zero.
    public var description: String {
        let fraction = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000
        let seconds = (microseconds - fraction) / 1_000_000
        let secondOfDay = ((seconds % 86400) + 86400) % 86400
        let date = CivilDate(daysSinceEpoch: (seconds - secondOfDay) / 86400)
        var out: [UInt8] = []
        out.reserveCapacity(27)
        func put(_ value: Int64, _ width: Int) {
            var digits = [UInt8](repeating: 48, count: width)
            var rest = value
            for index in stride(from: width - 1, through: 0, by: -1) {
                digits[index] = 48 + UInt8(rest % 10)
                rest /= 10
            }
            out += digits
        }
        put(date.year, 4); out.append(45); put(date.month, 2); out.append(45); put(date.day, 2)
        out.append(UInt8(ascii: "T"))
        put(secondOfDay / 3600, 2); out.append(58); put(secondOfDay / 60 % 60, 2); out.append(58); put(secondOfDay % 60, 2)
        if fraction != 0 {
            out.append(46)
            put(fraction, 6)
        }
        out.append(UInt8(ascii: "Z"))
        return String(decoding: out, as: UTF8.self)
    }

    /// RFC 3339 with any offset and up to nine fractional digits (the rest below a microsecond is dropped); nil otherwise.
    public init?(rfc3339 text: some StringProtocol) {
        var scanner = DigitScanner(Array(text.utf8))
        guard let year = scanner.number(4), scanner.take(45), let month = scanner.number(2), scanner.take(45),
            let day = scanner.number(2), scanner.take(84) || scanner.take(116) || scanner.take(32),
            let hour = scanner.number(2), scanner.take(58), let minute = scanner.number(2), scanner.take(58),
            let second = scanner.number(2)
        else { return nil }
        let fraction = scanner.take(46) ? scanner.fraction() : 0
        guard let fraction, let offset = scanner.offset(), scanner.atEnd,
            let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let seconds = date.daysSinceEpoch * 86400 + hour * 3600 + minute * 60 + min(second, 59) - offset
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }
}

private struct DigitScanner {
    let bytes: [UInt8]
    var at = 0
    init(_ bytes: [UInt8]) { self.bytes = bytes }
    var atEnd: Bool { at == bytes.count }

    mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    mutating func number(_ width: Int) -> Int64? {
        guard at + width <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[at..<at + width] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        at += width
        return value
    }

    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var digits = 0
        while at < bytes.count, (48...57).contains(bytes[at]), digits < 9 {
            if digits < 6 { value = value * 10 + Int64(bytes[at] - 48) }
            digits += 1
            at += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 6)..<6 { value *= 10 }
        return value
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int64? {
        if take(90) || take(122) { return 0 }
        let sign: Int64
        if take(43) { sign = 1 } else if take(45) { sign = -1 } else { return nil }
        guard let hours = number(2), take(58), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
