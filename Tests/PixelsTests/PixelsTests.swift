import OracleSupport
import Pixels
import Testing

@Suite struct PixelsTests {
    private func numbered(_ width: Int, _ height: Int, _ channels: Int = 3) -> PixelBuffer {
        PixelBuffer(
            width: width, height: height, channels: channels,
            bytes: (0..<width * height * channels).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ $0 / 7) })
    }

    @Test func eachOrientationUndoesItsOpposite() {
        let picture = numbered(130, 67)
        let opposite: [Orientation: Orientation] = [.rotated90: .rotated270, .rotated270: .rotated90]
        for orientation in Orientation.allCases {
            let turned = picture.oriented(orientation)
            let size = orientation.size(width: 130, height: 67)
            #expect((turned.width, turned.height) == size)
            #expect(turned.oriented(opposite[orientation] ?? orientation) == picture, "\(orientation)")
        }
        // Quarter turn clockwise: the stored bottom left corner comes to the top left.
        #expect(picture.oriented(.rotated90)[0, 0, 1] == picture[0, 66, 1])
    }

    @Test func anUprightRectangleIsFoundInTheStoredPicture() {
        let picture = numbered(40, 25)
        for orientation in Orientation.allCases {
            let upright = picture.oriented(orientation)
            let place = orientation.stored(x: 3, y: 5, width: 9, height: 11, storedWidth: 40, storedHeight: 25)
            let cut = picture.cropped(x: place.x, y: place.y, width: place.width, height: place.height).oriented(orientation)
            #expect(cut == upright.cropped(x: 3, y: 5, width: 9, height: 11), "\(orientation)")
        }
    }

    @Test func threeAndFourChannelsResizeAlike() {
        let four = numbered(97, 61, 4)
        let three = PixelBuffer(
            width: 97, height: 61, channels: 3, bytes: four.bytes.enumerated().filter { $0.offset % 4 != 3 }.map(\.element))
        for (width, height) in [(31, 20), (97, 20), (40, 61), (200, 100)] {
            let (a, b) = (four.resized(width: width, height: height).rgb(), three.resized(width: width, height: height))
            let worst = zip(a.bytes, b.bytes).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
            #expect(worst <= 1)
        }
    }

    @Test(arguments: [("BOX", ResampleFilter.box), ("BILINEAR", .triangle), ("BICUBIC", .cubic), ("LANCZOS", .lanczos3)])
    func resizesLikePillow(_ name: String, _ filter: ResampleFilter) throws {
        // Smooth, so that nothing overshoots: Pillow clips after its first pass and we after ours.
        let picture = PixelBuffer(width: 97, height: 61, channels: 3) { out in
            for index in 0..<97 * 61 * 3 { out[index] = UInt8(60 + index / 3 % 97 + (index % 3) * 10 + index / 291 / 2) }
        }
        for (width, height) in [(31, 20), (97, 20), (50, 61), (190, 130), (1, 1)] {
            let script = """
                import sys
                from PIL import Image
                image = Image.frombytes("RGB", (97, 61), sys.stdin.buffer.read()).resize((\(width), \(height)), Image.\(name))
                print(" ".join(map(str, image.tobytes())))
                """
            let expected = try PythonOracle.run(script, input: picture.bytes).split(separator: " ").compactMap {
                Int($0.filter(\.isNumber))
            }
            let found = picture.resized(width: width, height: height, filter: filter).bytes
            #expect(found.count == expected.count)
            let worst = zip(found, expected).reduce(0) { max($0, abs(Int($1.0) - $1.1)) }
            // Pillow does columns after rows in fixed point; we the other way round in floating point.
            #expect(worst <= 1, "\(width) x \(height)")
        }
    }

    @Test func fitsTheLongestSide() {
        #expect(PixelBuffer.fittedSize(width: 1920, height: 1080, longest: 512) == (512, 288))
        #expect(PixelBuffer.fittedSize(width: 100, height: 5000, longest: 512) == (10, 512))
        #expect(PixelBuffer.fittedSize(width: 9000, height: 1, longest: 512) == (512, 1))
        #expect(PixelBuffer.fittedSize(width: 30, height: 20, longest: 512) == (30, 20))
    }

    @Test func inksMultiplyOut() {
        let inks = PixelBuffer(width: 2, height: 1, channels: 4, bytes: [0, 255, 0, 0, 10, 20, 30, 255])
        #expect(inks.rgbFromCMYK(inverted: false).bytes == [255, 0, 255, 0, 0, 0])
        #expect(inks.rgbFromCMYK(inverted: true).bytes == [0, 0, 0, 10, 20, 30])
    }
}
