import Core
import Geometry
import OracleSupport
import Testing

@testable import Agreement

@Suite struct DisagreementTests {
    let size = PixelSize(width: 1000, height: 1000)
    let cat = ID(high: 0, low: 1), dog = ID(high: 0, low: 2), tree = ID(high: 0, low: 3)
    var known: Set<ID> { [cat, dog] }

    private func box(_ label: ID, _ x: Double, _ y: Double = 10, _ side: Double = 20) -> LabelledShape {
        LabelledShape(label: label, geometry: .box(Box(x: x, y: y, width: side, height: side)))
    }

    private func find(_ labelled: [LabelledShape], _ predicted: [(LabelledShape, Double)]) -> [Disagreement] {
        Disagreement.find(labelled, predicted.map { PredictedShape($0.0, confidence: $0.1) }, known: known, size: size)
    }

    @Test func eachKindIsToldFromTheOthers() {
        let found = find(
            [box(cat, 0), box(cat, 100), box(cat, 200), box(cat, 300), box(tree, 400)],
            [(box(cat, 1), 0.9), (box(dog, 100), 0.8), (box(cat, 212), 0.7), (box(dog, 500), 0.6)])
        #expect(found.map(\.kind) == [.spurious, .swapped, .missed, .mislocated])
        #expect(found.map(\.labelled) == [3, 1, nil, 2] && found.map(\.predicted) == [nil, 1, 3, 2])
        // Two boxes of side 20 that are 12 apart: 160 of 640 pixels.
        #expect(zip(found.map(\.score), [1, 0.8, 0.6, 0.7 * 0.75]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(found.map(\.similarity) == [0, 1, 0, 0.25])
    }

    @Test func aSecondLookAtOneThingIsNoMistake() {
        #expect(find([box(cat, 0)], [(box(cat, 0), 0.9), (box(cat, 2), 0.4)]).isEmpty)
    }

    @Test func aDoubtfulPredictionMakesALabelLessSuspicious() {
        // It overlaps by less than makes the two one thing in one place, and says another label.
        let found = find([box(cat, 0)], [(box(dog, 12), 0.7)])
        #expect(found.map(\.kind) == [.missed, .spurious] && abs(found[1].score - 0.3) < 1e-12)
    }

    @Test func whatTheModelCannotSayIsNotJudged() {
        #expect(find([box(tree, 0)], []).isEmpty)
        #expect(find([box(tree, 0)], [(box(cat, 0), 0.9)]).isEmpty)
        #expect(find([box(tree, 0)], [(box(cat, 15), 0.9)]).map(\.kind) == [.missed])
    }

    @Test func classesOfTheImage() {
        func whole(_ label: ID) -> LabelledShape { LabelledShape(label: label, geometry: .image) }
        #expect(find([whole(cat)], [(whole(cat), 0.6), (whole(dog), 0.3)]).isEmpty)
        #expect(find([whole(cat), whole(dog)], [(whole(dog), 0.6)]).isEmpty, "one of several classes is the surest")
        let swapped = find([whole(cat)], [(whole(cat), 0.2), (whole(dog), 0.7)])
        #expect(swapped.map(\.kind) == [.swapped] && swapped[0].score == 0.7 && swapped[0].predicted == 1)
        #expect(find([], [(whole(dog), 0.7)]).map(\.kind) == [.missed])
        #expect(find([whole(tree)], []).isEmpty)
    }

    @Test func nothingIsNothing() {
        #expect(find([], []).isEmpty)
        #expect(find([box(cat, 0)], []).map(\.score) == [1])
    }

    /// Labels that agree with a good model, into which mistakes of each kind are put: all are found, and nothing else above them.
    @Test func mistakesThatWereMadeAreFoundFirst() {
        var random = SplitMix(seed: 5)
        func number(_ range: ClosedRange<Double>) -> Double {
            range.lowerBound + Double(random.next() % 10_000) / 9999 * (range.upperBound - range.lowerBound)
        }
        for _ in 0..<40 {
            // One thing in each cell of a grid, so that it is known which is which.
            let truth = (0..<81).map { box(random.next() % 2 == 0 ? cat : dog, Double($0 % 9) * 110 + 20, Double($0 / 9) * 110 + 20, 50) }
            let predicted = truth.map { shape in
                let at = shape.geometry.boundingBox!
                return (box(shape.label, at.x + number(-3...3), at.y + number(-3...3), 50 + number(-3...3)), number(0.6...0.95))
            }
            var labelled = truth
            for index in 0..<3 { labelled[index].label = labelled[index].label == cat ? dog : cat }
            for index in 3..<6 {
                labelled[index] = box(truth[index].label, truth[index].geometry.boundingBox!.x + 20, truth[index].geometry.boundingBox!.y + 15, 50)
            }
            labelled.remove(at: 6)
            labelled.append(box(cat, 90, 90, 25))
            let found = find(labelled, predicted)
            #expect(Set(found.filter { $0.kind == .swapped }.compactMap(\.predicted)) == [0, 1, 2])
            #expect(Set(found.filter { $0.kind == .mislocated }.compactMap(\.predicted)) == [3, 4, 5])
            #expect(found.filter { $0.kind == .missed }.map(\.predicted) == [6])
            #expect(found.filter { $0.kind == .spurious }.map(\.labelled) == [80])
            #expect(found.count == 8 && found == found.sorted { $0.score > $1.score })
        }
    }
}
