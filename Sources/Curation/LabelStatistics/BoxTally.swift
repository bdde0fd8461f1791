import Core

/// Boxes seen so far. Its size does not grow with their number.
struct BoxTally {
    private static let tinyBelow = 0.001
    private static let hugeAbove = 0.9
    /// Pixels by which a box may keep off the border and still touch it.
    private static let touch = 0.5
    private static let mostExamples = 12
    private static let bins = 40

    private(set) var count = 0
    private(set) var centres = [Int](repeating: 0, count: LabelStatistics.cells * LabelStatistics.cells)
    private var sketches: [(name: String, sketch: LogSketch)] = [
        ("width", LogSketch(decades: -4...0)), ("height", LogSketch(decades: -4...0)), ("area", LogSketch(decades: -6...0)),
        ("aspect", LogSketch(decades: -2...2)),
    ]
    private var odd = OddBoxKind.allCases.map { OddBoxes(kind: $0) }
    private var lastOdd: [ID?] = OddBoxKind.allCases.map { _ in nil }

    /// Bounds in upright pixels. Boxes of one image come one after the other.
    mutating func add(image: ID, x: ClosedRange<Double>, y: ClosedRange<Double>, imageWidth: Double, imageHeight: Double) {
        let width = x.upperBound - x.lowerBound, height = y.upperBound - y.lowerBound
        guard width > 0, height > 0, imageWidth > 0, imageHeight > 0 else { return }
        count += 1
        let area = width * height / (imageWidth * imageHeight)
        for (place, value) in [width / imageWidth, height / imageHeight, area, width / height].enumerated() { sketches[place].sketch.add(value) }
        let column = Self.cell((x.lowerBound + x.upperBound) / 2 / imageWidth), row = Self.cell((y.lowerBound + y.upperBound) / 2 / imageHeight)
        centres[row * LabelStatistics.cells + column] += 1
        let touches =
            x.lowerBound <= Self.touch || y.lowerBound <= Self.touch || x.upperBound >= imageWidth - Self.touch
            || y.upperBound >= imageHeight - Self.touch
        for (place, isOdd) in [area < Self.tinyBelow, area > Self.hugeAbove, touches].enumerated() where isOdd { note(place, image) }
    }

    private static func cell(_ place: Double) -> Int {
        Int(min(Double(LabelStatistics.cells - 1), max(0, (place * Double(LabelStatistics.cells)).rounded(.down))))
    }

    private mutating func note(_ kind: Int, _ image: ID) {
        odd[kind].objects += 1
        guard lastOdd[kind] != image else { return }
        lastOdd[kind] = image
        odd[kind].images += 1
        if odd[kind].examples.count < Self.mostExamples { odd[kind].examples.append(image) }
    }

    var oddBoxes: [OddBoxes] { odd }

    var measures: [BoxMeasure] {
        sketches.map { name, sketch in
            BoxMeasure(
                name: name, min: sketch.count > 0 ? sketch.least : nil, p05: sketch.quantile(0.05), p25: sketch.quantile(0.25),
                median: sketch.quantile(0.5), p75: sketch.quantile(0.75), p95: sketch.quantile(0.95),
                max: sketch.count > 0 ? sketch.most : nil, mean: sketch.mean, histogram: sketch.histogram(bins: Self.bins))
        }
    }
}
