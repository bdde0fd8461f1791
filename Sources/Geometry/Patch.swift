/// A rectangle of a mask: pixels row by row, non-zero is set.
public struct Patch: Sendable, Equatable {
    public var left: Int
    public var top: Int
    public var width: Int
    public var height: Int
    public var rows: [UInt8]

    public init(left: Int, top: Int, width: Int, height: Int, rows: [UInt8]) {
        self.left = left
        self.top = top
        self.width = width
        self.height = height
        self.rows = rows
    }
}

extension RunLengths {
    /// A mask of an image of which only a rectangle has pixels. What lies outside the image is cut away.
    public init(height: Int, width: Int, patch: Patch) throws(Failure) {
        guard (1...65535).contains(height), (1...65535).contains(width) else { throw .size }
        guard patch.rows.count == patch.width * patch.height else {
            throw .sum(found: patch.rows.count, expected: patch.width * patch.height)
        }
        let (left, top) = (min(max(0, patch.left), width), min(max(0, patch.top), height))
        let right = max(left, min(width, patch.left + patch.width)), bottom = max(top, min(height, patch.top + patch.height))
        var counts: [UInt32] = []
        var current = false
        var run = 0
        func append(_ isSet: Bool, _ count: Int) {
            if isSet != current, count > 0 {
                counts.append(UInt32(run))
                current = isSet
                run = 0
            }
            run += count
        }
        append(false, left * height)
        for x in left..<right {
            append(false, top)
            for y in top..<bottom { append(patch.rows[(y - patch.top) * patch.width + x - patch.left] != 0, 1) }
            append(false, height - bottom)
        }
        append(false, (width - right) * height)
        counts.append(UInt32(run))
        self.init(unchecked: height, width, counts)
    }

    /// The smallest rectangle around the pixels that are set; nil when none is.
    public var patch: Patch? {
        guard let box = boundingBox else { return nil }
        var patch = Patch(left: Int(box.x), top: Int(box.y), width: Int(box.width), height: Int(box.height), rows: [])
        patch.rows = [UInt8](repeating: 0, count: patch.width * patch.height)
        forEachRun { start, end in
            for at in start..<end { patch.rows[(at % height - patch.top) * patch.width + at / height - patch.left] = 1 }
        }
        return patch
    }
}
