import Core
import Geometry
import Pixels

/// The areas of a picture of labels: for each value, the pixels that have it. One pass over the pixels, whatever the values.
struct LabelRegions {
    /// More different values than this, or more runs, are noise or an attack and no annotation.
    static let maximumValues = 1 << 16
    static let maximumRuns = 1 << 24

    /// By value; each covers at least one pixel.
    let masks: [UInt64: RunLengths]

    /// - Parameter value: what the pixel counts as, row by row; nil when it counts as nothing.
    init(_ map: LabelMap, value: (Int) -> UInt64?) throws {
        var builder = Builder()
        for x in 0..<map.width {
            for y in 0..<map.height { try builder.add(value(y * map.width + x), x * map.height + y) }
        }
        builder.end(map.width * map.height)
        var masks: [UInt64: RunLengths] = [:]
        for (value, runs) in builder.runs {
            masks[value] = try RunLengths(height: map.height, width: map.width, counts: Self.counts(runs, map.width * map.height))
        }
        self.masks = masks
    }

    /// Runs down the columns, of each value.
    private struct Builder {
        var runs: [UInt64: [Range<UInt32>]] = [:]
        private var current: UInt64?
        private var start = 0
        private var total = 0

        mutating func add(_ value: UInt64?, _ position: Int) throws {
            if value == current { return }
            end(position)
            current = value
            start = position
            guard total <= LabelRegions.maximumRuns, runs.count <= LabelRegions.maximumValues else {
                throw FoveaError(.invalid, "The picture of labels has more than \(LabelRegions.maximumValues) values, or is noise.")
            }
        }

        mutating func end(_ position: Int) {
            guard let value = current, position > start else { return }
            runs[value, default: []].append(UInt32(start)..<UInt32(position))
            total += 1
        }
    }

    private static func counts(_ runs: [Range<UInt32>], _ pixels: Int) -> [UInt32] {
        var counts: [UInt32] = []
        var at: UInt32 = 0
        for run in runs {
            counts.append(run.lowerBound - at)
            counts.append(UInt32(run.count))
            at = run.upperBound
        }
        if Int(at) < pixels { counts.append(UInt32(pixels) - at) }
        return counts
    }
}
