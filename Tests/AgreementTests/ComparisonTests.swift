import Core
import Geometry
import Testing

@testable import Agreement

@Suite struct ComparisonTests {
    let size = PixelSize(width: 200, height: 100)
    let cat = ID(high: 0, low: 1), dog = ID(high: 0, low: 2)

    private func box(_ label: ID, _ x: Double, _ y: Double = 10, _ side: Double = 20) -> LabelledShape {
        LabelledShape(label: label, geometry: .box(Box(x: x, y: y, width: side, height: side)))
    }

    @Test func hitsMissesAndNamesAreCounted() {
        // One alike, one by another name, one of each person alone.
        let left = [box(cat, 0), box(cat, 50), box(dog, 100)]
        let right = [box(cat, 0), box(dog, 50), box(dog, 150)]
        let comparison = PairComparison(left, right, size: size)
        #expect(comparison.total.hits == 1 && comparison.total.leftOnly == 2 && comparison.total.rightOnly == 2)
        #expect(comparison.total.precision == 1.0 / 3 && comparison.total.recall == 1.0 / 3 && comparison.total.meanIoU == 1)
        #expect(comparison.names.count == 2 && comparison.classAccuracy == 0.5)
        #expect(
            comparison.byLabel[dog]
                == {
                    var tally = Tally(); tally.leftOnly = 1; tally.rightOnly = 2; return tally
                }())
        #expect(PairComparison(right, left, size: size).total == comparison.total.reversed)
    }

    /// A greedy choice takes the best pair first and leaves the others alone.
    @Test func matchingIsNotGreedy() {
        let left = [box(cat, 0), box(cat, 8)], right = [box(cat, 6), box(cat, 14)]
        var similarity = Similarity(size: size)
        let candidates = similarity.candidates(left, right, sameLabel: true)
        #expect(candidates.max { $0.similarity < $1.similarity }.map { [$0.left, $0.right] } == [1, 0])
        #expect(PairComparison(left, right, size: size).total.hits == 2)
    }

    @Test func nothingOnBothSidesIsNoDisagreement() {
        let comparison = PairComparison([], [], size: size)
        #expect(comparison.total.f1 == nil && comparison.kappa == nil && comparison.names.isEmpty)
        #expect(PairComparison([box(cat, 0)], [], size: size).total.f1 == 0)
    }

    @Test func shapesOfEveryKindAreCompared() {
        let polygon = Geometry.polygon(Polygon(points: [Point(0, 0), Point(20, 0), Point(20, 20), Point(0, 20)]))
        let turned = Geometry.rotatedBox(RotatedBox(cx: 10, cy: 10, width: 20, height: 20, angle: 90))
        let plain = Geometry.box(Box(x: 0, y: 0, width: 20, height: 20))
        // 20 columns of 100 pixels: 20 of them set, then 80 not.
        var counts: [UInt32] = [0]
        for _ in 0..<20 { counts += [20, 80] }
        counts[counts.count - 1] += UInt32(180 * 100)
        let mask = (try? RunLengths(height: 100, width: 200, counts: counts)).map { Geometry.mask(Mask($0)) }
        var similarity = Similarity(size: size)
        let shapes = [polygon, turned, plain, mask].compactMap { $0 }.map { LabelledShape(label: cat, geometry: $0) }
        #expect(shapes.count == 4)
        for one in shapes {
            for other in shapes {
                let value = similarity.of(one, other)
                #expect(value > 0.99, "\(one.geometry.kind.rawValue) and \(other.geometry.kind.rawValue): \(value)")
            }
        }

        let line = Geometry.polyline([Point(10, 10), Point(100, 10)]), beside = Geometry.polyline([Point(10, 11), Point(100, 11)])
        let half = Geometry.polyline([Point(10, 10), Point(55, 10)])
        func of(_ a: Geometry, _ b: Geometry) -> Double {
            similarity.of(LabelledShape(label: cat, geometry: a), LabelledShape(label: cat, geometry: b))
        }
        #expect(of(line, beside) == 1)
        #expect(abs(of(line, half) - 2.0 / 3) < 0.05)
        let person = Geometry.keypoints([Keypoint(10, 10, visibility: 2), Keypoint(50, 50, visibility: 2)])
        let missed = Geometry.keypoints([Keypoint(10, 10, visibility: 2), Keypoint(50, 50, visibility: 0)])
        #expect(of(person, person) == 1 && of(person, missed) == 0.5)
        #expect(of(person, plain) == 0 && of(line, plain) == 0)
        #expect(of(.image, .image) == 1)
        #expect(similarity.of(LabelledShape(label: cat, geometry: .image), LabelledShape(label: dog, geometry: .image)) == 0)
    }

    @Test func aMajorityIsMoreThanHalf() {
        let layers = [[box(cat, 0), box(cat, 50)], [box(cat, 2), box(dog, 50)], [box(cat, 4), box(dog, 100)]]
        let majority = Majority(layers, size: size)
        #expect(majority.agreed == [box(cat, 2)])
        // The thing at 50 has two names, that at 100 one witness.
        #expect(majority.disputed == 2)
        #expect(Majority(Array(layers.prefix(2)), size: size).agreed == [box(cat, 1)])
        let classes = [[LabelledShape(label: cat, geometry: .image)], [LabelledShape(label: cat, geometry: .image)], []]
        #expect(Majority(classes, size: size).agreed.map(\.geometry) == [.image])
    }

    @Test func groupsHoldEachPersonOnce() {
        let layers = (0..<4).map { person in (0..<6).map { box($0 % 2 == 0 ? cat : dog, Double($0) * 30 + Double(person)) } }
        let groups = ObjectGroups.of(layers, size: size)
        #expect(groups.count == 6 && groups.allSatisfy { $0.members.count == 4 })
        #expect(Coefficients.krippendorffAlpha(ObjectGroups.names(layers, size: size)) == 1)
    }

    @Test func coefficientsAreUndefinedWithoutChoice() {
        #expect(Coefficients.cohenKappa([(1, 1), (1, 1)]) == nil)
        #expect(Coefficients.cohenKappa([(Int, Int)]()) == nil)
        #expect(Coefficients.krippendorffAlpha([[1, 1], [1, nil]]) == nil)
        #expect(Coefficients.krippendorffAlpha([[Int?]]()) == nil)
    }

    @Test func aThousandObjectsAreMatched() {
        let wide = PixelSize(width: 40_000, height: 100)
        let left = (0..<1000).map { box(cat, Double($0) * 40) }, right = (0..<1000).map { box(cat, Double($0) * 40 + 3) }
        #expect(PairComparison(left, right, size: wide).total.hits == 1000)
    }
}
