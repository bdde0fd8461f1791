import Clustering
import Pixels
import Testing

@testable import NearDuplicates

/// Which pictures come together, who is kept, what is said of the others.
@Suite struct GroupTests {
    private let pictures = (0..<6).map { Made.noise(width: 320, height: 240, channels: 3, seed: UInt64(100 + $0)) }

    private func groups(_ pictures: [PixelBuffer]) throws -> [DuplicateGroup] { try DuplicateFinder(pictures.map { PictureSignature($0) }).groups() }

    @Test func copiesAreFoundWithWhatDiffers() throws {
        let one = pictures[0]
        let brighter = PixelBuffer(width: 320, height: 240, channels: 3, bytes: one.bytes.map { UInt8(min(255, Double($0) * 0.8)) })
        let copies: [(PixelBuffer, DifferenceKind, String)] = [
            (one.resized(width: 160, height: 120, filter: .box), .resized, "half the size"),
            (one.oriented(.mirrored), .mirrored, "mirrored"),
            (one.oriented(.rotated180), .turned, "upside down"),
            (one.oriented(.rotated90), .turned, "turned right"),
            (one.cropped(x: 16, y: 0, width: 304, height: 240), .cropped, "cropped 5 %"),
            (brighter, .brightness, "darker by 20 %"),
            (one, .identical, "the same pixels"),
        ]
        let found = try groups([one] + pictures.dropFirst() + copies.map(\.0))
        #expect(found.count == 1)
        let group = try #require(found.first)
        #expect(group.keeper == 0)
        #expect(!group.isExact)
        #expect(group.copies.map(\.index) == Array(6..<13))
        for (copy, expected) in zip(group.copies, copies) {
            #expect(copy.difference.kinds == [expected.1])
            #expect(copy.difference.words == [expected.2])
        }
    }

    @Test func onlyTheSamePixelsAreExact() throws {
        let found = try groups([pictures[0], pictures[1], pictures[0], pictures[1], pictures[0]])
        #expect(found.map(\.keeper) == [0, 1])
        let copies = found.map { $0.copies.map(\.index) }
        #expect(copies == [[2, 4], [3]])
        #expect(found.map(\.isExact) == [true, true])
    }

    /// Copies of a copy stand with its keeper, once.
    @Test func theSamePixelsOfACopyAreInItsGroup() throws {
        let small = pictures[0].resized(width: 160, height: 120, filter: .box)
        let found = try groups([pictures[0], small, small])
        #expect(found.count == 1)
        #expect(found.first?.copies.map(\.index) == [1, 2])
        let kinds = found.first?.copies.map(\.difference.kinds)
        #expect(kinds == [[.resized], [.resized]])
    }

    @Test func plainPicturesMatchOnlyExactly() throws {
        func plain(_ grey: UInt8, _ side: Int) -> PixelBuffer {
            PixelBuffer(width: side, height: side, channels: 1, bytes: [UInt8](repeating: grey, count: side * side))
        }
        let found = try groups([plain(0, 100), plain(255, 100), plain(0, 50), plain(0, 100), plain(3, 100)])
        #expect(found.count == 1)
        #expect(found.first?.copies.map(\.index) == [3])
    }

    /// A window that slides over a wide picture: each frame is like the next, the last like none of the first.
    @Test func aFilmIsSeveralGroupsThatAreLinked() throws {
        let wide = Made.noise(width: 960, height: 240, channels: 3, seed: 77)
        let frames = (0..<40).map { wide.cropped(x: 12 * $0, y: 0, width: 320, height: 240) }
        let found = try groups(frames)
        #expect(found.count > 1)
        let linked = found.map(\.linked).reduce(0, +)
        #expect(linked > 0)
        let members = found.flatMap { [$0.keeper] + $0.copies.map(\.index) }
        #expect(Set(members).count == members.count)
        for group in found {
            for copy in group.copies {
                let hits = SignatureTable([PictureSignature(frames[copy.index]).bits])
                    .nearInAnyPosition(PictureSignature(frames[group.keeper]).bits, within: PictureMatch.limit)
                #expect(hits.count == 1)
            }
        }
    }

    @Test func nothingIsNothing() throws {
        #expect(try groups([]).isEmpty)
        #expect(try groups(pictures).isEmpty)
    }

    @Test func itStopsWhenAsked() throws {
        let progress = WorkProgress(isCancelled: { true })
        #expect(throws: CancellationError.self) {
            try DuplicateFinder(pictures.map { PictureSignature($0) }, progress: progress).groups()
        }
    }
}
