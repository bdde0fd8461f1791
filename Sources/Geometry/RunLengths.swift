/// A binary mask as run lengths in column-major order (COCO's RLE): lengths of zeros and ones in turn, zeros first.
public struct RunLengths: Sendable, Equatable {
    public let height: Int
    public let width: Int
    public let counts: [UInt32]

    /// Why a text or a list of counts is no mask of its size.
    public enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
        case size
        case text
        case sum(found: Int, expected: Int)

        public var description: String {
            switch self {
            case .size: "the size must be two numbers from 1 to 65535"
            case .text: "the counts are not COCO run lengths"
            case .sum(let found, let expected): "the counts cover \(found) pixels where the size has \(expected)"
            }
        }
    }

    /// Checks that the runs cover exactly the image.
    public init(height: Int, width: Int, counts: [UInt32]) throws(Failure) {
        guard (1...65535).contains(height), (1...65535).contains(width) else { throw .size }
        let sum = counts.reduce(0) { $0 + Int($1) }
        guard sum == height * width else { throw .sum(found: sum, expected: height * width) }
        self.init(unchecked: height, width, counts)
    }

    init(unchecked height: Int, _ width: Int, _ counts: [UInt32]) {
        self.height = height
        self.width = width
        self.counts = counts
    }

    /// How many pixels are set.
    public var area: Int {
        var sum = 0
        for index in stride(from: 1, to: counts.count, by: 2) { sum += Int(counts[index]) }
        return sum
    }

    /// The smallest box around the pixels that are set; nil when none is.
    public var boundingBox: Box? {
        var left = Int.max
        var right = Int.min
        var top = Int.max
        var bottom = Int.min
        forEachRun { start, end in
            let first = start / height
            let last = (end - 1) / height
            left = min(left, first)
            right = max(right, last)
            if last > first {  // the run passes a column's end, so it holds both a bottom and a top pixel
                top = 0
                bottom = height - 1
            } else {
                top = min(top, start % height)
                bottom = max(bottom, (end - 1) % height)
            }
        }
        guard left <= right else { return nil }
        return Box(x: Double(left), y: Double(top), width: Double(right - left + 1), height: Double(bottom - top + 1))
    }

    /// Calls with each run of set pixels, as positions `x * height + y`, half-open.
    func forEachRun(_ body: (Int, Int) -> Void) {
        var position = 0
        for (index, count) in counts.enumerated() {
            let end = position + Int(count)
            if index & 1 == 1 && count > 0 { body(position, end) }
            position = end
        }
    }
}
