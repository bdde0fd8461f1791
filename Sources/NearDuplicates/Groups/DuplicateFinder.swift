import Clustering
import Core
import Pixels

/// Finds groups of copies.
///
/// Pictures come in the order in which one would rather keep them. The first that is in no group becomes a keeper, and all later
/// ones that match it and are in no group are its copies. So every copy matches what is kept: a film, of which each frame is like
/// the next and the last like none of the first, becomes several groups, and each says how many more are linked to it.
public struct DuplicateFinder: Sendable {
    private let pictures: [PictureSignature]
    private let apart: (@Sendable (Int, Int) -> Bool)?
    private let crew: Crew
    private let progress: WorkProgress
    /// Pictures searched for at once, by all threads.
    private static let block = 128

    /// - Parameters:
    ///   - pictures: best first.
    ///   - apart: pairs of which somebody said that they are no copies, by their places.
    public init(
        _ pictures: [PictureSignature], apart: (@Sendable (Int, Int) -> Bool)? = nil, crew: Crew = Crew(),
        progress: WorkProgress = WorkProgress()
    ) {
        self.pictures = pictures
        self.apart = apart
        self.crew = crew
        self.progress = progress
    }

    /// In the order of their keepers.
    public func groups() throws -> [DuplicateGroup] {
        // The very same pixels first: of these only the best is compared with others.
        var first: [Digest: Int] = [:]
        var same: [Int: [Int]] = [:]
        var distinct: [Int] = []
        for (index, picture) in pictures.enumerated() {
            if let best = first[picture.pixels] {
                if apart?(best, index) != true { same[best, default: []].append(index) }
            } else {
                first[picture.pixels] = index
                distinct.append(index)
            }
        }
        let comparable = distinct.filter { !pictures[$0].isFeatureless }
        let stars = try near(comparable)
        // The same pixels of a copy stand in its keeper's group.
        let copied = Set(stars.values.flatMap { $0.copies.map(\.index) })
        return distinct.filter { !copied.contains($0) }.compactMap { keeper in
            var copies = same[keeper, default: []].map { DuplicateGroup.Copy(index: $0, difference: .identical) }
            for copy in stars[keeper]?.copies ?? [] {
                copies.append(copy)
                copies += same[copy.index, default: []].filter { apart?(keeper, $0) != true }.map {
                    DuplicateGroup.Copy(index: $0, difference: copy.difference)
                }
            }
            if copies.isEmpty { return nil }
            return DuplicateGroup(keeper: keeper, copies: copies.sorted { $0.index < $1.index }, linked: stars[keeper]?.linked ?? 0)
        }
    }

    /// Groups of pictures that are alike and not the same, by keeper.
    private func near(_ order: [Int]) throws -> [Int: DuplicateGroup] {
        let table = SignatureTable(order.map { pictures[$0].bits })
        var groups: [Int: DuplicateGroup] = [:]
        /// The keeper of each place of `order` that is in a group.
        var keepers = [Int?](repeating: nil, count: order.count)
        var isLinked = [Bool](repeating: false, count: order.count)
        for start in stride(from: 0, to: order.count, by: Self.block) {
            if progress.isCancelled() { throw CancellationError() }
            progress.report(Self.share(start, of: order.count))
            let end = min(order.count, start + Self.block)
            let found = Lock([[SignatureTable.Hit]](repeating: [], count: end - start))
            try crew.each(end - start) { place in
                let hits = table.nearInAnyPosition(table[start + place], within: PictureMatch.limit, from: start + place + 1)
                found.withLock { $0[place] = hits }
            }
            for (offset, hits) in found.withLock({ $0 }).enumerated() {
                let place = start + offset
                if let keeper = keepers[place] {
                    // A copy: later ones that match it alone are told of, not gathered.
                    let open = hits.filter { keepers[$0.index] == nil && !isLinked[$0.index] }
                    for hit in try compare(open, order, with: place) {
                        isLinked[hit.place] = true
                        groups[keeper]?.linked += 1
                    }
                } else {
                    if let copy = try compare(hits.filter { keepers[$0.index] != nil }, order, with: place).first {
                        isLinked[place] = true
                        if let keeper = keepers[copy.place] { groups[keeper]?.linked += 1 }
                    }
                    let copies = try compare(hits.filter { keepers[$0.index] == nil }, order, with: place)
                    guard !copies.isEmpty else { continue }
                    for copy in copies { keepers[copy.place] = order[place] }
                    keepers[place] = order[place]
                    groups[order[place]] = DuplicateGroup(
                        keeper: order[place], copies: copies.map { .init(index: order[$0.place], difference: $0.difference) }, linked: 0)
                }
            }
        }
        return groups
    }

    /// Those of the hits that are copies of the picture at `place`, several looked at at once.
    private func compare(
        _ hits: [SignatureTable.Hit], _ order: [Int], with place: Int
    ) throws -> [(place: Int, difference: PictureDifference)] {
        let original = pictures[order[place]]
        let hits = apart.map { apart in hits.filter { !apart(order[place], order[$0.index]) } } ?? hits
        if hits.count < 32 {
            return hits.compactMap { hit in
                PictureMatch.compare(pictures[order[hit.index]], with: original, hit).map { (hit.index, $0) }
            }
        }
        let found = Lock([PictureDifference?](repeating: nil, count: hits.count))
        try crew.each(hits.count) { index in
            let difference = PictureMatch.compare(pictures[order[hits[index].index]], with: original, hits[index])
            found.withLock { $0[index] = difference }
        }
        return zip(hits, found.withLock { $0 }).compactMap { hit, difference in difference.map { (hit.index, $0) } }
    }

    /// Each is compared with all that come after it: half of the work is done when three tenths of them are.
    private static func share(_ done: Int, of count: Int) -> Double {
        let rest = 1 - Double(done) / Double(max(1, count))
        return 1 - rest * rest
    }
}
