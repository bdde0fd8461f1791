extension Polygon {
    /// The rings to write where a shape is a list of rings: each separate area, with its holes by seams.
    public var parts: [[Point]] {
        var rings = Self.separated(points)
        for hole in holes {
            let owner = hole.first.flatMap { first in rings.firstIndex { ring($0, contains: first) } } ?? 0
            rings[owner] = Polygon(points: rings[owner], holes: [hole]).seamed
        }
        return rings
    }

    /// Takes apart what `joining` joined; the first area first. Holes stay joined to theirs.
    static func separated(_ ring: [Point]) -> [[Point]] {
        guard ring.count >= 8 else { return [ring] }
        var outer = ring
        var areas: [[Point]] = []
        let direction: Double = signedArea(ring) < 0 ? -1 : 1
        var places: [Point: Int] = [:]
        var at = 0
        while at < outer.count {
            defer { at += 1 }
            guard let start = places[outer[at]], at - start >= 5, outer[start] == outer[at], outer[start + 1] == outer[at - 1] else {
                places[outer[at]] = at
                continue
            }
            let inner = Array(outer[(start + 1)..<(at - 1)])
            guard signedArea(inner) * direction > 0 else { continue }
            areas.append(inner)
            outer.removeSubrange((start + 1)...at)
            at = start
        }
        // What was joined to an area lies within it, and was found before it.
        return [outer] + areas.reversed()
    }
}
