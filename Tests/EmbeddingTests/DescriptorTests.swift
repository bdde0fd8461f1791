import Core
import Embedding
import Pixels
import Testing

@Suite struct DescriptorTests {
    private static func picture(_ width: Int, _ height: Int, _ colour: (Int, Int) -> (UInt8, UInt8, UInt8)) -> PixelBuffer {
        PixelBuffer(width: width, height: height, channels: 3) { out in
            for index in 0..<width * height {
                let (red, green, blue) = colour(index % width, index / width)
                (out[index * 3], out[index * 3 + 1], out[index * 3 + 2]) = (red, green, blue)
            }
        }
    }

    private static func likeness(_ a: PixelBuffer, _ b: PixelBuffer) -> Float {
        zip(Descriptor.of(a), Descriptor.of(b)).reduce(0) { $0 + $1.0 * $1.1 }
    }

    @Test func vectorsHaveLengthOneWhateverThePicture() {
        let pictures = [
            Self.picture(1, 1) { _, _ in (0, 0, 0) }, Self.picture(500, 3) { _, _ in (255, 255, 255) },
            Self.picture(200, 130) { x, y in (UInt8(x), UInt8(y), UInt8((x * y) % 256)) },
        ]
        for picture in pictures {
            let vector = Descriptor.of(picture)
            #expect(vector.count == Descriptor.dimension)
            #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
            #expect(vector == Descriptor.of(picture))
        }
    }

    /// What the parts are there for: a change of colour, of direction, of texture each takes pictures apart, a slight one does not.
    @Test func whatLooksAlikeLiesClose() {
        func stripes(_ across: Bool, _ red: UInt8, _ width: Int, shift: Int = 0) -> PixelBuffer {
            Self.picture(192, 192) { x, y in (((across ? x : y) + shift) / width).isMultiple(of: 2) ? (red, 40, 60) : (20, 30, 40) }
        }
        let base = stripes(true, 220, 24)
        let near = Self.likeness(base, stripes(true, 210, 24, shift: 2))
        #expect(near > 0.97)
        let blue = Self.picture(192, 192) { x, _ in (x / 24).isMultiple(of: 2) ? (60, 40, 220) : (20, 30, 40) }
        for other in [blue, stripes(false, 220, 24), stripes(true, 220, 3)] { #expect(Self.likeness(base, other) < near - 0.05) }
    }
}
