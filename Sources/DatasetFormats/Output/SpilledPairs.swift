/// Pairs of texts that wait for the end of a writing, in order and in bounded memory.
final class SpilledPairs {
    private let spill = SpillBuffer()
    private var offset: Int64 = 0
    private(set) var count = 0

    func add(_ first: [UInt8], _ second: [UInt8]) throws {
        try spill.append(Self.length(first.count) + Self.length(second.count))
        try spill.append(first)
        try spill.append(second)
        count += 1
    }

    private static func length(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }

    /// The next pair, from the first on; nil after the last. Nothing may be added any more once this was asked.
    func next() throws -> (first: [UInt8], second: [UInt8])? {
        guard offset < spill.count else { return nil }
        let head = try spill.read(at: offset, count: 8)
        let lengths = [0, 4].map { at in (0..<4).reduce(0) { $0 | Int(head[at + $1]) << ($1 * 8) } }
        let first = try spill.read(at: offset + 8, count: lengths[0])
        let second = try spill.read(at: offset + 8 + Int64(lengths[0]), count: lengths[1])
        offset += 8 + Int64(lengths[0] + lengths[1])
        return (first, second)
    }
}
