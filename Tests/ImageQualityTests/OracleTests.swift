import Core
import Testing

@testable import ImageQuality

/// Held against the packages that the field uses, on photographs and what blur, noise and compression make of them.
@Suite struct OracleTests {
    /// The largest relative difference from `reference` over all pictures.
    private func worst(_ metric: QualityMetric, _ reference: String) throws -> (difference: Double, name: String, count: Int) {
        let oracle = try Oracle.shared.get()
        var worst = (difference: 0.0, name: "", count: 0)
        for picture in oracle.pictures {
            let theirs = try #require(picture.theirs[reference]?.double)
            let ours = try #require(ImageQuality(picture.pixels, models: oracle.models)[metric], "\(picture.name)")
            let difference = (ours - theirs).magnitude / max(theirs.magnitude, 1e-6)
            worst.count += 1
            if difference > worst.difference { (worst.difference, worst.name) = (difference, picture.name) }
        }
        return worst
    }

    @Test(arguments: [("brisque", 1e-6), ("piqe", 1e-6), ("niqe", 1e-3), ("entropy", 1e-4)])
    func agreesWithTheReferences(_ name: String, _ bound: Double) throws {
        let found = try worst(try #require(QualityMetric(rawValue: name)), name)
        #expect(found.count >= 50)
        #expect(found.difference < bound, "\(found.name)")
    }

    /// Whole numbers and plain sums: nothing to differ in but the last digits.
    @Test(arguments: ["sharpness", "noise", "contrast", "brightness", "colorfulness", "shadows", "highlights"])
    func equalsNumPyAndOpenCV(_ name: String) throws {
        let found = try worst(try #require(QualityMetric(rawValue: name)), name)
        #expect(found.difference < 1e-9, "\(found.name)")
    }

    /// The scores may agree by luck; these are what they are made of.
    @Test func brisqueHasTheFeaturesOfTheReference() throws {
        for picture in try Oracle.shared.get().pictures {
            let theirs = (picture.theirs["features"]?.array ?? []).compactMap(\.double)
            let ours = BRISQUE.features(picture.pixels)
            try #require(theirs.count == 36)
            for (index, pair) in zip(ours, theirs).enumerated() {
                #expect((pair.0 - pair.1).magnitude < 1e-6 * max(pair.1.magnitude, 1e-3), "\(picture.name), feature \(index): \(pair)")
            }
        }
    }

    /// The more there is of a fault, the worse BRISQUE and PIQE. A little noise may even help a photograph that has none, so that
    /// the series begins with the first step.
    @Test(arguments: ["blur", "noise", "jpeg"]) func worsensWithTheFault(_ kind: String) throws {
        let oracle = try Oracle.shared.get()
        for metric in [QualityMetric.brisque, .piqe] {
            for source in Set(oracle.pictures.map(\.source)) {
                let scores = try scores(oracle, source, kind, metric)
                #expect(scores[0] < scores[2] && scores[0] <= scores[1] && scores[1] <= scores[2], "\(metric) \(kind) \(source): \(scores)")
            }
        }
    }

    /// NIQE looks at a handful of blocks of a small picture and strays: it worsens on the average of the pictures.
    @Test(arguments: ["blur", "noise", "jpeg"]) func naturalnessWorsensWithTheFault(_ kind: String) throws {
        let oracle = try Oracle.shared.get()
        let sources = Set(oracle.pictures.map(\.source))
        var sums = [0.0, 0.0, 0.0]
        for source in sources {
            for (step, score) in try scores(oracle, source, kind, .niqe).enumerated() { sums[step] += score }
        }
        #expect(sums[0] < sums[1] && sums[1] < sums[2], "\(kind): \(sums)")
    }

    /// Of the three steps of a fault.
    private func scores(_ oracle: Oracle, _ source: Int, _ kind: String, _ metric: QualityMetric) throws -> [Double] {
        let scores = oracle.series(source, kind).dropFirst().compactMap { ImageQuality($0.pixels, models: oracle.models)[metric] }
        try #require(scores.count == 3)
        return scores
    }
}
