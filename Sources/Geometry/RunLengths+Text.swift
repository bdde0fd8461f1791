// COCO's text form (`rleToString` and `rleFrString` of cocoapi): each count from the third on is a difference to the one
// two before; numbers go in groups of five bits, least first, bit 5 saying that more follow, offset by 48.
extension RunLengths {
    public var compressed: String {
        var out: [UInt8] = []
        out.reserveCapacity(counts.count * 2)
        for index in counts.indices {
            var value = Int64(counts[index])
            if index > 2 { value -= Int64(counts[index - 2]) }
            var more = true
            while more {
                var group = UInt8(truncatingIfNeeded: value & 0x1F)
                value >>= 5
                more = group & 0x10 != 0 ? value != -1 : value != 0
                if more { group |= 0x20 }
                out.append(group + 48)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    public init(_ mask: Mask) throws(Failure) {
        try self.init(height: mask.height, width: mask.width, compressed: mask.counts)
    }

    /// Reads COCO's text; the runs must cover exactly the image.
    public init(height: Int, width: Int, compressed text: String) throws(Failure) {
        var text = text
        let counts: [UInt32]? = text.withUTF8 { decodeCounts($0) }
        guard let counts else { throw .text }
        try self.init(height: height, width: width, counts: counts)
    }
}

private func decodeCounts(_ text: UnsafeBufferPointer<UInt8>) -> [UInt32]? {
    var counts: [UInt32] = []
    counts.reserveCapacity(text.count / 2 + 1)
    var at = 0
    while at < text.count {
        var value: Int64 = 0
        var shift: Int64 = 0
        var more = true
        while more {
            guard at < text.count, text[at] >= 48, text[at] < 112, shift <= 35 else { return nil }
            let group = Int64(text[at] - 48)
            at += 1
            value |= (group & 0x1F) << shift
            shift += 5
            more = group & 0x20 != 0
            if !more && group & 0x10 != 0 { value |= -1 << shift }
        }
        if counts.count > 2 { value += Int64(counts[counts.count - 2]) }
        guard let count = UInt32(exactly: value) else { return nil }
        counts.append(count)
    }
    return counts
}
