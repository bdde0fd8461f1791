extension RunLengths {
    /// From pixels row by row, non-zero is set. `pixels.count` must be `height * width`.
    public init(height: Int, width: Int, rows pixels: [UInt8]) throws(Failure) {
        guard (1...65535).contains(height), (1...65535).contains(width) else { throw .size }
        guard pixels.count == height * width else { throw .sum(found: pixels.count, expected: height * width) }
        var counts: [UInt32] = []
        var current = false
        var run: UInt32 = 0
        for x in 0..<width {
            for y in 0..<height {
                let set = pixels[y * width + x] != 0
                if set != current {
                    counts.append(run)
                    run = 0
                    current = set
                }
                run += 1
            }
        }
        counts.append(run)
        self.init(unchecked: height, width, counts)
    }

    /// Pixels row by row, 1 where set.
    public var rows: [UInt8] {
        var pixels = [UInt8](repeating: 0, count: height * width)
        forEachRun { start, end in
            var x = start / height
            var y = start % height
            for _ in start..<end {
                pixels[y * width + x] = 1
                y += 1
                if y == height {
                    y = 0
                    x += 1
                }
            }
        }
        return pixels
    }
}
