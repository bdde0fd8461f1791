import Core
import Foundation
import ImageCodecs
import OracleSupport
import Pixels
import Testing

@Suite struct ThumbnailTests {
    /// A thumbnail looks like Pillow's: mean difference of a few levels, for every kind of picture.
    @Test func looksLikePillows() throws {
        for entry in try Corpus.shared.get().entries where entry.width > 60 && !entry.file.contains("alpha") && !entry.file.contains("clear") {
            let thumbnail = try Thumbnail.make(entry.bytes, longest: 48, format: .png(compression: 1))
            #expect(max(thumbnail.width, thumbnail.height) == 48, "\(entry.file)")
            let shown = try ImageDecoder.decode(thumbnail.bytes)
            let full = PixelBuffer(width: entry.width, height: entry.height, channels: 3, bytes: entry.expected)
            let reference = full.resized(width: shown.width, height: shown.height)
            let sum = zip(shown.bytes, reference.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            #expect(Double(sum) / Double(shown.bytes.count) < 6, "\(entry.file): \(Double(sum) / Double(shown.bytes.count))")
        }
    }

    @Test func neverEnlarges() throws {
        let thumbnail = try Thumbnail.make(Corpus.shared.get().bytes("rgb.png"))
        #expect((thumbnail.width, thumbnail.height) == (123, 77))
        #expect(thumbnail.type == .jpeg)
        #expect(try ImageHeader.read(thumbnail.bytes).type == .jpeg)
        let webp = try Thumbnail.make(Corpus.shared.get().bytes("rgb.png"), longest: 32, format: .webp(quality: 80))
        #expect(try ImageHeader.read(webp.bytes).type == .webp)
    }

    @Test func putsTransparentPicturesOverWhite() throws {
        let clear = PixelBuffer(width: 20, height: 10, channels: 4, bytes: [UInt8](repeating: 0, count: 800))
        let file = try ImageEncoder.encode(clear, as: .png(compression: 1))
        let shown = try ImageDecoder.decode(Thumbnail.make(file, format: .png(compression: 1)).bytes)
        #expect(shown.bytes.allSatisfy { $0 == 255 })
        // A model sees the colours under the alpha, as Pillow and OpenCV give them.
        #expect(try ImageDecoder.decode(file).bytes.allSatisfy { $0 == 0 })
    }

    @Test func appliesTheColourProfile() throws {
        let script = """
            import base64, io, json, sys
            from PIL import Image, ImageCms
            # A profile with red and green exchanged shows at once whether it was applied.
            data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
            count = int.from_bytes(data[128:132], "big")
            tags = {bytes(data[132 + 12 * i:136 + 12 * i]): 132 + 12 * i for i in range(count)}
            r, g = tags[b"rXYZ"], tags[b"gXYZ"]
            data[r + 4:r + 12], data[g + 4:g + 12] = data[g + 4:g + 12], data[r + 4:r + 12]
            data = bytes(data).replace(b"s\\0R\\0G\\0B", b"o\\0d\\0d\\0s").replace(b"sRGB", b"odds")
            out = []
            for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
                buffer = io.BytesIO(); Image.new("RGB", (32, 32), (230, 10, 10)).save(buffer, kind, icc_profile=data, quality=100)
                out.append(base64.b64encode(buffer.getvalue()).decode())
            print(json.dumps(out))
            """
        for (index, text) in (try JSON.parse(PythonOracle.run(script)).array ?? []).enumerated() {
            let bytes = [UInt8](try #require(Data(base64Encoded: text.string ?? "")))
            let shown = try ImageDecoder.decode(Thumbnail.make(bytes, format: .png(compression: 1)).bytes)
            #expect(shown[16, 16, 1] > 200 && shown[16, 16, 0] < 60, "file \(index): \(shown[16, 16, 0]), \(shown[16, 16, 1])")
            let plain = try ImageDecoder.decode(bytes)
            #expect(plain[16, 16, 0] > 200 && plain[16, 16, 1] < 60, "file \(index)")
        }
    }

    @Test func tilesCoverThePictureOnce() throws {
        let picture = PixelBuffer(width: 1300, height: 700, channels: 3) { out in
            for y in 0..<700 { for x in 0..<1300 { for c in 0..<3 { out[(y * 1300 + x) * 3 + c] = UInt8((x * (c + 1) + y * 2) & 255) } } }
        }
        let file = try ImageEncoder.encode(picture, as: .png(compression: 1))
        let header = try ImageHeader.read(file)
        let pyramid = TilePyramid(width: header.width, height: header.height)
        #expect(pyramid.levels == 3)
        let level = try TilePyramid.level(0, of: file, header)
        #expect(level == picture)
        var covered = 0
        for y in 0..<2 {
            for x in 0..<3 {
                let place = try #require(pyramid.rectangle(level: 0, x: x, y: y))
                let tile = try ImageDecoder.decode(pyramid.tile(of: level, level: 0, x: x, y: y, format: .png(compression: 1)))
                #expect(tile == picture.cropped(x: place.x, y: place.y, width: place.width, height: place.height))
                covered += place.width * place.height
            }
        }
        #expect(covered == 1300 * 700)
        #expect(pyramid.rectangle(level: 0, x: 3, y: 0) == nil)
        #expect(pyramid.rectangle(level: 3, x: 0, y: 0) == nil)
        #expect(throws: FoveaError.self) { _ = try pyramid.tile(of: level, level: 0, x: 9, y: 0) }
        let small = try TilePyramid.level(2, of: file, header)
        #expect((small.width, small.height) == (325, 175))
    }
}
