extension RunLengths {
    public func union(_ other: RunLengths) -> RunLengths { combined(other) { $0 || $1 } }
    public func intersection(_ other: RunLengths) -> RunLengths { combined(other) { $0 && $1 } }
    public func subtracting(_ other: RunLengths) -> RunLengths { combined(other) { $0 && !$1 } }

    /// Intersection over union, 0...1. With `crowd` (COCO) the union is this mask's own area. 0 for masks of other sizes.
    public func iou(_ other: RunLengths, crowd: Bool = false) -> Double {
        guard height == other.height, width == other.width else { return 0 }
        let shared = intersection(other).area
        let together = crowd ? area : area + other.area - shared
        return together > 0 ? Double(shared) / Double(together) : 0
    }

    /// Walks both lists of runs at once. Masks of different sizes have nothing in common: the left one stands.
    private func combined(_ other: RunLengths, _ rule: (Bool, Bool) -> Bool) -> RunLengths {
        guard height == other.height, width == other.width else { return self }
        var a = RunCursor(counts)
        var b = RunCursor(other.counts)
        var out: [UInt32] = []
        var current = false
        var run: UInt32 = 0
        while let left = a.left, let right = b.left {
            let step = min(left, right)
            let value = rule(a.value, b.value)
            if value != current {
                out.append(run)
                run = 0
                current = value
            }
            run += step
            a.advance(step)
            b.advance(step)
        }
        out.append(run)
        return RunLengths(unchecked: height, width, out)
    }
}

/// A place within a list of runs.
private struct RunCursor {
    private let counts: [UInt32]
    private var index = 0
    private var remaining: UInt32 = 0

    init(_ counts: [UInt32]) {
        self.counts = counts
        remaining = counts.first ?? 0
        skipEmpty()
    }

    var value: Bool { index & 1 == 1 }
    /// What is left of this run; nil at the end.
    var left: UInt32? { index < counts.count ? remaining : nil }

    mutating func advance(_ step: UInt32) {
        remaining -= step
        skipEmpty()
    }

    private mutating func skipEmpty() {
        while remaining == 0 && index < counts.count {
            index += 1
            remaining = index < counts.count ? counts[index] : 0
        }
    }
}
