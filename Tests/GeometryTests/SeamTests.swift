import Geometry
import Testing

@Suite struct SeamTests {
    private let outer = [Point(0, 0), Point(100, 0), Point(100, 80), Point(0, 80)]
    private let holes = [[Point(10, 10), Point(30, 10), Point(20, 30)], [Point(50, 50), Point(60, 50), Point(60, 60), Point(50, 60)]]

    @Test func holesGoIntoOneRingAndOut() throws {
        for ring in [outer, outer.reversed()] {
            let polygon = Polygon(points: ring, holes: holes)
            let seamed = polygon.seamed
            #expect(abs(abs(signedArea(seamed)) - polygon.area) < 1e-9)
            #expect(Box(around: seamed) == polygon.boundingBox)
            let opened = Polygon.opened(seamed)
            #expect(opened.points == ring)
            #expect(opened.holes.count == 2 && abs(opened.area - polygon.area) < 1e-9)
            let a = try #require(RunLengths(polygon, height: 80, width: 100))
            #expect(RunLengths(ring: seamed, height: 80, width: 100) == a)
        }
    }

    @Test func separatePartsStayOneShape() throws {
        let parts = [
            [Point(0, 0), Point(10, 0), Point(10, 10)], [Point(50, 50), Point(50, 70), Point(70, 70)], [Point(80, 0), Point(90, 0), Point(90, 9)],
        ]
        let joined = try #require(Polygon.joining(parts))
        #expect(abs(joined.area - parts.reduce(0) { $0 + abs(signedArea($1)) }) < 1e-9)
        #expect(joined.boundingBox == Box(x: 0, y: 0, width: 90, height: 70))
        #expect(Polygon.opened(joined.points).holes.isEmpty)
        #expect(Polygon.joining([]) == nil)
    }
}
