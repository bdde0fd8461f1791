import Core
import DatasetFormats
import Foundation
import Geometry
import OracleSupport
import Testing

@Suite struct ImageHeaderTests {
    /// Pillow writes each kind, some turned by EXIF; what it says of the upright size must be what we read from the first bytes.
    @Test func equalsPillow() throws {
        let data = try TestDataset()
        let script = """
            import sys, os
            from PIL import Image, ImageOps
            os.chdir(sys.argv[1])
            im = Image.new("RGB", (37, 21), (200, 10, 30))
            for name, options in [("a.png", {}), ("b.bmp", {}), ("c.tif", {}), ("d.webp", {}), ("e.webp", {"lossless": True}), ("f.jpg", {}), ("g.jpg", {"progressive": True})]:
                im.save(name, **options)
            for orientation in range(1, 9):
                exif = Image.Exif(); exif[0x0112] = orientation
                im.save(f"o{orientation}.jpg", exif=exif)
                im.save(f"o{orientation}.tif", tiffinfo={274: orientation})
            im.convert("RGBA").save("alpha.webp", exif=b"Exif\\0\\0")
            for name in sorted(os.listdir(".")):
                upright = ImageOps.exif_transpose(Image.open(name))
                print(name, upright.width, upright.height)
            """
        let lines = try PythonOracle.run(script, [data.path]).split(separator: "\n")
        #expect(lines.count == 24)
        for line in lines {
            let parts = line.split(separator: " ").map(String.init)
            let header = ImageHeader.read("\(data.path)/\(parts[0])")
            #expect(header.map { "\($0.size.width) \($0.size.height)" } == "\(parts[1]) \(parts[2])", "\(parts[0])")
        }
    }

    @Test func cutAndHostileBytesAreNoPictures() throws {
        let data = try TestDataset()
        try data.picture("a.png")
        let whole = try FileStream.contents(of: data.path + "/a.png", limit: 1 << 20)
        for count in 0..<24 { #expect(ImageHeader(Array(whole[..<count])) == nil) }
        let jpegs: [[UInt8]] = [
            [0xFF, 0xD8], [0xFF, 0xD8, 0xFF, 0xE0, 0, 0], [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF], [0xFF, 0xD8] + [UInt8](repeating: 0xFF, count: 5000),
        ]
        for bytes in jpegs { #expect(ImageHeader(bytes) == nil) }
        let endless: [UInt8] = Array("II*\0".utf8) + [0xFF, 0xFF, 0xFF, 0xFF]
        #expect(ImageHeader(endless) == nil)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var bytes = whole + [UInt8](repeating: 0, count: 64)
            bytes.replaceSubrange(
                0..<4,
                with: [[0xFF, 0xD8, 0xFF, 0xE1], Array("II*\0".utf8), Array("RIFF".utf8), Array("BM\0\0".utf8)].randomElement(using: &random) ?? [])
            for index in 4..<bytes.count { bytes[index] = .random(in: 0...255, using: &random) }
            _ = ImageHeader(bytes)
        }
    }
}
