import Geometry
import Testing

@Suite struct AreaTests {
    @Test func boxesOverlap() {
        let a = Box(x: 0, y: 0, width: 10, height: 10)
        #expect(a.iou(a) == 1)
        #expect(a.iou(Box(x: 5, y: 0, width: 10, height: 10)) == 1.0 / 3)
        #expect(a.iou(Box(x: 10, y: 0, width: 10, height: 10)) == 0)
        #expect(Box(x: 0, y: 0, width: 0, height: 5).iou(a) == 0)
    }

    @Test func turnedBoxesOverlap() {
        let square = RotatedBox(cx: 50, cy: 50, width: 20, height: 20, angle: 0)
        #expect(abs(square.iou(RotatedBox(cx: 50, cy: 50, width: 20, height: 20, angle: 90)) - 1) < 1e-12)
        // An octagon of 2 (sqrt 2 - 1) of the square's area.
        let shared = 800 * (2.0.squareRoot() - 1)
        let turned = RotatedBox(cx: 50, cy: 50, width: 20, height: 20, angle: 45)
        #expect(abs(square.iou(turned) - shared / (800 - shared)) < 1e-9)
        #expect(square.iou(RotatedBox(cx: 90, cy: 50, width: 20, height: 20, angle: 45)) == 0)
    }

    @Test func anglesRunClockwiseOnTheScreen() {
        let corner = RotatedBox(cx: 0, cy: 0, width: 2, height: 2, angle: 90).corners[0]
        #expect(abs(corner.x - 1) < 1e-12 && abs(corner.y + 1) < 1e-12)
    }

    @Test func polygonsHaveHoles() {
        let ring = [Point(0, 0), Point(10, 0), Point(10, 10), Point(0, 10)]
        let polygon = Polygon(points: ring, holes: [[Point(2, 2), Point(2, 4), Point(4, 4), Point(4, 2)]])
        #expect(polygon.area == 96)
        #expect(polygon.boundingBox == Box(x: 0, y: 0, width: 10, height: 10))
        #expect(Geometry.image.boundingBox == nil)
    }
}
