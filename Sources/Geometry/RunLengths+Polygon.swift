extension RunLengths {
    /// Rasterises a ring exactly as cocoapi's `rleFrPoly`: the boundary is walked on a grid five times as fine, and column
    /// crossings at pixel centres become the runs. Coordinates more than 4096 pixels outside are brought nearer first, so
    /// that hostile ones cost little.
    ///
    /// Nil for fewer than three points, for points that are not finite, and for an impossible size.
    public init?(ring: [Point], height: Int, width: Int) {
        guard ring.count >= 3, (1...65535).contains(height), (1...65535).contains(width) else { return nil }
        guard ring.allSatisfy(\.isFinite) else { return nil }
        var crossings = columnCrossings(of: ring, height: height, width: width)
        crossings.append(height * width)
        crossings.sort()
        self.init(unchecked: height, width, differences(crossings))
    }

    /// A polygon with its holes taken out.
    public init?(_ polygon: Polygon, height: Int, width: Int) {
        guard var runs = RunLengths(ring: polygon.points, height: height, width: width) else { return nil }
        for hole in polygon.holes {
            guard let cut = RunLengths(ring: hole, height: height, width: width) else { return nil }
            runs = runs.subtracting(cut)
        }
        self = runs
    }
}

/// Points of the fine grid along the ring, edge after edge, both ends of an edge included.
private func walk(_ ring: [Point], height: Int, width: Int, _ visit: (Int, Int) -> Void) {
    let scale = 5.0
    let margin = 4096.0
    let xLimit = Double(width) + margin
    let yLimit = Double(height) + margin
    func grid(_ value: Double, _ limit: Double) -> Int { Int(scale * min(max(value, -margin), limit) + 0.5) }
    for index in ring.indices {
        let from = ring[index]
        let to = ring[index + 1 < ring.count ? index + 1 : 0]
        var xs = grid(from.x, xLimit)
        var ys = grid(from.y, yLimit)
        var xe = grid(to.x, xLimit)
        var ye = grid(to.y, yLimit)
        let dx = abs(xe - xs)
        let dy = abs(ye - ys)
        let alongX = dx >= dy
        let flipped = alongX ? xs > xe : ys > ye
        if flipped {
            swap(&xs, &xe)
            swap(&ys, &ye)
        }
        let length = alongX ? dx : dy
        guard length > 0 else {
            visit(xs, ys)
            continue
        }
        let slope = alongX ? Double(ye - ys) / Double(dx) : Double(xe - xs) / Double(dy)
        for step in 0...length {
            let t = flipped ? length - step : step
            if alongX {
                visit(t + xs, Int(Double(ys) + slope * Double(t) + 0.5))
            } else {
                visit(Int(Double(xs) + slope * Double(t) + 0.5), t + ys)
            }
        }
    }
}

/// Positions `x * height + y` where a column's centre line crosses the boundary.
private func columnCrossings(of ring: [Point], height: Int, width: Int) -> [Int] {
    var crossings: [Int] = []
    var previous: (u: Int, v: Int)?
    walk(ring, height: height, width: width) { u, v in
        defer { previous = (u, v) }
        guard let before = previous, u != before.u else { return }
        let column = (Double(u < before.u ? u : u - 1) + 0.5) / 5 - 0.5
        guard column.rounded(.down) == column, column >= 0, column <= Double(width - 1) else { return }
        let row = (Double(min(v, before.v)) + 0.5) / 5 - 0.5
        let clamped = min(max(row, 0), Double(height)).rounded(.up)
        crossings.append(Int(column) * height + Int(clamped))
    }
    return crossings
}

/// Run lengths between sorted positions; two crossings at one place cancel out.
private func differences(_ positions: [Int]) -> [UInt32] {
    var counts: [UInt32] = []
    var last = 0
    var joining = false
    for position in positions {
        let run = UInt32(position - last)
        last = position
        if joining {
            counts[counts.count - 1] += run
            joining = false
        } else if run == 0 && !counts.isEmpty {
            joining = true
        } else {
            counts.append(run)
        }
    }
    return counts
}
