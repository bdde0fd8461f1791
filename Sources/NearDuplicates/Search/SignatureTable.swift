import CHamming
import Clustering
import Core
import Pixels

/// Many pictures' bits in one piece of memory, to be searched by comparing all.
public struct SignatureTable: Sendable {
    public let count: Int
    private let words: [UInt64]

    /// A signature near the one asked for.
    public struct Hit: Sendable, Hashable {
        public var index: Int
        /// Bits that differ.
        public var distance: Int
        /// How the found picture is to be turned to look like the asked one.
        public var turn: Orientation

        public init(index: Int, distance: Int, turn: Orientation = .upright) {
            self.index = index
            self.distance = distance
            self.turn = turn
        }
    }

    public init(_ signatures: [SignatureBits]) {
        count = signatures.count
        words = signatures.flatMap { one in (0..<4).map { one.words[$0] } }
    }

    public subscript(index: Int) -> SignatureBits {
        SignatureBits(words: SIMD4(words[4 * index], words[4 * index + 1], words[4 * index + 2], words[4 * index + 3]))
    }

    /// Those from `start` on that differ in `limit` bits or fewer, in the order of their indices.
    public func near(_ query: SignatureBits, within limit: Int, from start: Int = 0) -> [Hit] {
        search(query, limit, start, hamming_near) { hit in Hit(index: start + Int(hit.index), distance: Int(hit.distance)) }
    }

    /// The same in any of eight positions, the best of each.
    public func nearInAnyPosition(_ query: SignatureBits, within limit: Int, from start: Int = 0) -> [Hit] {
        func turned(_ query: SignatureBits, _ turns: [Orientation]) -> [Hit] {
            search(query, limit, start, hamming_near_masked) { hit in
                Hit(index: start + Int(hit.index), distance: Int(hit.distance), turn: turns[Int(hit.mask)])
            }
        }
        let upright = turned(query, [.upright, .mirrored, .rotated180, .flipped])
        let lying = turned(query.transposed, [.transposed, .rotated270, .transversed, .rotated90])
        guard !lying.isEmpty else { return upright }
        var best = Dictionary(uniqueKeysWithValues: upright.map { ($0.index, $0) })
        for hit in lying where hit.distance < best[hit.index]?.distance ?? .max { best[hit.index] = hit }
        return best.values.sorted { $0.index < $1.index }
    }

    private typealias Kernel = (UnsafePointer<UInt64>?, UnsafePointer<UInt64>?, Int, Int32, UnsafeMutablePointer<hamming_hit>?) -> Int

    private func search(_ query: SignatureBits, _ limit: Int, _ start: Int, _ kernel: Kernel, _ map: (hamming_hit) -> Hit) -> [Hit] {
        guard start < count else { return [] }
        let asked = (0..<4).map { query.words[$0] }
        // Portion by portion: room for all that a portion may find is small, and what was found is little.
        let portion = 1024
        return withUnsafeTemporaryAllocation(of: hamming_hit.self, capacity: portion) { room in
            var hits: [Hit] = []
            words.withUnsafeBufferPointer { words in
                guard let words = words.baseAddress else { return }
                for from in stride(from: start, to: count, by: portion) {
                    let found = kernel(asked, words + 4 * from, min(portion, count - from), Int32(limit), room.baseAddress)
                    for index in 0..<found {
                        var hit = room[index]
                        hit.index += UInt32(from - start)
                        hits.append(map(hit))
                    }
                }
            }
            return hits
        }
    }

    /// Every pair `a < b` that differs in `limit` bits or fewer, upright, in order. For libraries where pairs are few.
    public func pairs(within limit: Int, crew: Crew = Crew()) throws -> [(a: Int, b: Int, distance: Int)] {
        let portion = 256
        let parts = (count + portion - 1) / portion
        let found = Lock([Int: [(a: Int, b: Int, distance: Int)]]())
        try crew.each(parts) { part in
            var pairs: [(a: Int, b: Int, distance: Int)] = []
            for a in part * portion..<min(count, (part + 1) * portion) {
                for hit in near(self[a], within: limit, from: a + 1) { pairs.append((a, hit.index, hit.distance)) }
            }
            let made = pairs
            found.withLock { $0[part] = made }
        }
        return found.withLock { found in (0..<parts).flatMap { found[$0] ?? [] } }
    }
}
