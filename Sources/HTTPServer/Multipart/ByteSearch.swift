import CMicroHTTPD

enum ByteSearch {
    /// The first place at or after `from` where `needle` stands. Time is linear in the length whatever the bytes are
    /// (the C library's two-way search), so that no boundary makes it slow.
    static func first(_ needle: [UInt8], in bytes: [UInt8], from: Int) -> Int? {
        guard from < bytes.count else { return nil }
        return bytes.withUnsafeBytes { haystack -> Int? in
            guard let base = haystack.baseAddress else { return nil }
            let found = needle.withUnsafeBytes { cmhd_find(base + from, haystack.count - from, $0.baseAddress, $0.count) }
            return found.map { $0 - base }
        }
    }
}
