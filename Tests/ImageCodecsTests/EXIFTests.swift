import Core
import Foundation
import ImageCodecs
import OracleSupport
import Testing

@Suite struct EXIFTests {
    /// The same tags as Pillow finds, place included, in both byte orders.
    @Test func agreesWithPillow() throws {
        let script = """
            import io, json, sys, base64
            from PIL import Image, ExifTags
            from PIL.TiffImagePlugin import IFDRational
            def plain(v):
                if isinstance(v, bytes): return None
                if isinstance(v, IFDRational): return float(v) if v.denominator else None
                if isinstance(v, tuple): return [plain(x) for x in v]
                return v
            out = []
            for endian in "<>":
                exif = Image.Exif(); exif.endian = endian
                exif[0x10F] = "Böller & Co"; exif[0x110] = "X-1"; exif[0x112] = 8; exif[0x132] = "2026:11:20 23:15:00"
                exif[0x11A] = IFDRational(72, 1)
                photo = exif.get_ifd(0x8769)
                photo[0x829A] = IFDRational(1, 125); photo[0x829D] = IFDRational(28, 10); photo[0x8827] = 400
                photo[0x9204] = IFDRational(-2, 3); photo[0xA434] = "50mm"; photo[0xA432] = (24.0, 70.0, 2.8, 2.8)
                gps = exif.get_ifd(0x8825)
                gps[1] = "S"; gps[2] = (33.0, 51.0, 24.5); gps[3] = "E"; gps[4] = (151.0, 12.0, 54.0); gps[6] = 58.25
                buffer = io.BytesIO(); Image.new("RGB", (8, 6)).save(buffer, "JPEG", exif=exif.tobytes())
                image = Image.open(buffer); read = image.getexif(); found = {}
                for table, names in ((read, ExifTags.TAGS), (read.get_ifd(0x8769), ExifTags.TAGS), (read.get_ifd(0x8825), ExifTags.GPSTAGS)):
                    for tag, value in table.items():
                        value = plain(value)
                        if value is not None and tag not in (0x8769, 0x8825): found[names[tag]] = value
                out.append({"file": base64.b64encode(buffer.getvalue()).decode(), "tags": found})
            print(json.dumps(out))
            """
        for item in try JSON.parse(PythonOracle.run(script)).array ?? [] {
            let bytes = [UInt8](try #require(Data(base64Encoded: item["file"]?.string ?? "")))
            let header = try ImageHeader.read(bytes)
            #expect(header.orientation == .rotated270)
            let exif = EXIF.read(ByteSource(bytes), header)
            for (name, expected) in item["tags"]?.object?.members ?? [] {
                #expect(close(exif.tags[name], expected), "\(name): \(exif.tags[name]?.text ?? "missing"), not \(expected.text)")
            }
            #expect(abs((exif.latitude ?? 0) + 33.856805) < 1e-5)
            #expect(abs((exif.longitude ?? 0) - 151.215) < 1e-5)
            #expect(exif.json["latitude"]?.double == exif.latitude)
        }
    }

    private func close(_ found: JSON?, _ expected: JSON) -> Bool {
        if let a = found?.double, let b = expected.double { return abs(a - b) < 1e-6 * max(1, abs(b)) }
        if let a = found?.array, let b = expected.array { return a.count == b.count && zip(a, b).allSatisfy { close($0, $1) } }
        return found == expected
    }

    @Test func directoriesThatPointAtThemselvesEnd() {
        // One directory whose EXIF pointer is its own start, and an entry that claims more than there is.
        let block: [UInt8] = [
            0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 2, 0, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0x0F, 0x01, 2, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0,
            0, 0, 0, 0, 0, 0, 0,
        ]
        #expect(EXIF(block).tags.members.isEmpty)
        #expect(EXIF([]).json == .object([:]))
    }
}
