extension SignatureBits {
    public static let byteCount = 32

    /// Word by word, the lowest byte first.
    public var bytes: [UInt8] { (0..<4).flatMap { word in withUnsafeBytes(of: words[word].littleEndian) { Array($0) } } }

    /// Nil unless there are 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var words = SIMD4<UInt64>()
        for (index, byte) in bytes.enumerated() { words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8) }
        self.init(words: words)
    }
}
