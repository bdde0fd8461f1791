/// How an object is cut for a transfer in parts.
struct PartPlan: Equatable, Sendable {
    /// Half-open byte ranges that cover the object in order.
    let parts: [Range<Int64>]

    /// Parts of `part` bytes, or larger ones (whole mebibytes) when that would make more than `limit` of them.
    init(size: Int64, part: Int64, limit: Int64) {
        var step = max(1, part)
        if (size + step - 1) / step > limit {
            let mebibyte: Int64 = 1 << 20
            let needed = (size + limit - 1) / limit
            step = (needed + mebibyte - 1) / mebibyte * mebibyte
        }
        var parts: [Range<Int64>] = []
        var at: Int64 = 0
        while at < size {
            let end = at + min(step, size - at)
            parts.append(at..<end)
            at = end
        }
        self.parts = parts
    }
}
