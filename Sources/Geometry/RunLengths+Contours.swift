extension RunLengths {
    /// The outlines of the mask along pixel edges: polygons that cover exactly the set pixels, holes included. Pixels that
    /// touch only at a corner belong to different polygons.
    ///
    /// O(height * width) time, one byte a pixel.
    public var polygons: [Polygon] {
        var tracer = ContourTracer(rows: rows, height: height, width: width)
        return tracer.trace()
    }
}

/// Follows the cracks between set and unset pixels with the set pixel on the right hand: outer rings come out clockwise on
/// the screen, holes counter-clockwise.
private struct ContourTracer {
    private let pixels: [UInt8]
    private let height: Int
    private let width: Int
    /// Top edges already walked, one flag a pixel.
    private var walked: [Bool]

    init(rows: [UInt8], height: Int, width: Int) {
        pixels = rows
        self.height = height
        self.width = width
        walked = [Bool](repeating: false, count: rows.count)
    }

    private func isSet(_ x: Int, _ y: Int) -> Bool {
        x >= 0 && y >= 0 && x < width && y < height && pixels[y * width + x] != 0
    }

    mutating func trace() -> [Polygon] {
        var polygons: [Polygon] = []
        var holes: [[Point]] = []
        for y in 0..<height {
            for x in 0..<width where isSet(x, y) && !isSet(x, y - 1) && !walked[y * width + x] {
                let ring = follow(fromTopOf: x, y)
                if signedArea(ring) > 0 { polygons.append(Polygon(points: ring)) } else { holes.append(ring) }
            }
        }
        place(holes, in: &polygons)
        return polygons
    }

    /// Rings of holes start with the top edge of a set pixel below the hole; their owner is the smallest outer ring around it.
    private func place(_ holes: [[Point]], in polygons: inout [Polygon]) {
        let boxes = polygons.map { $0.boundingBox }
        for hole in holes {
            guard let first = hole.first else { continue }
            // A quarter pixel into the set side of the hole's border, away from every vertex.
            let probe = Point(first.x + 0.25, first.y + 0.25)
            var owner: Int?
            var smallest = Double.infinity
            for (index, polygon) in polygons.enumerated() {
                guard let box = boxes[index], box.area < smallest, box.x <= probe.x, probe.x < box.right,
                    box.y <= probe.y, probe.y < box.bottom, ring(polygon.points, contains: probe)
                else { continue }
                owner = index
                smallest = box.area
            }
            if let owner { polygons[owner].holes.append(hole) }
        }
    }

    /// Walks one closed crack; vertices are only where it turns.
    private mutating func follow(fromTopOf startX: Int, _ startY: Int) -> [Point] {
        var ring: [Point] = []
        var x = startX
        var y = startY
        var dx = 1
        var dy = 0
        repeat {
            if dx == 1 { walked[y * width + x] = true }
            x += dx
            y += dy
            // The pixels ahead, to the left and to the right of the way. Turning right at a corner where two pixels only
            // touch keeps them apart.
            let right = ahead(x, y, dx, dy, leftSide: false)
            let left = ahead(x, y, dx, dy, leftSide: true)
            if !right {
                ring.append(Point(Double(x), Double(y)))
                (dx, dy) = (-dy, dx)
            } else if left {
                ring.append(Point(Double(x), Double(y)))
                (dx, dy) = (dy, -dx)
            }
        } while !(x == startX && y == startY && dx == 1 && dy == 0)
        return ring
    }

    private func ahead(_ x: Int, _ y: Int, _ dx: Int, _ dy: Int, leftSide: Bool) -> Bool {
        switch (dx, dy) {
        case (1, 0): isSet(x, leftSide ? y - 1 : y)
        case (-1, 0): isSet(x - 1, leftSide ? y : y - 1)
        case (0, 1): isSet(leftSide ? x : x - 1, y)
        default: isSet(leftSide ? x - 1 : x, y - 1)
        }
    }
}
