import Core
import ImageCodecs
import Pixels
import Testing

/// Files that are broken, cut, too large or of another kind: each is refused with a reason, none ends the process.
@Suite struct HostileInputTests {
    private func refusal(_ bytes: [UInt8], _ comment: String = "") -> FoveaError? {
        do {
            let header = try ImageHeader.read(bytes)
            _ = try ImageDecoder.decode(bytes, header)
            Issue.record("taken, though \(comment)")
            return nil
        } catch let error as FoveaError {
            return error
        } catch {
            Issue.record("\(comment): \(error)")
            return nil
        }
    }

    @Test func refusesWhatIsNoPicture() {
        let cases: [(String, FoveaError.Kind, String)] = [
            ("", .invalid, "empty"), ("x", .unsupportedType, "only 1 byte"),
            ("this is a text file that somebody named photo.jpg\n", .unsupportedType, "text, not a picture"),
            ("GIF89a\u{1}\0\u{1}\0\0\0\0,\0\0\0\0\u{1}\0\u{1}\0\0\u{2}", .unsupportedType, "GIF"),
            ("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", .unsupportedType, "SVG"),
            ("<!DOCTYPE html><html><body onload=alert(1)></body></html>", .unsupportedType, "web page"),
            ("%PDF-1.7\n%....", .unsupportedType, "PDF"), ("PK\u{3}\u{4}aaaaaaaaaaaa", .unsupportedType, "ZIP"),
            ("\0\0\0\u{18}ftypheic\0\0\0\0mif1heic", .unsupportedType, "HEIC"),
        ]
        for (text, kind, words) in cases {
            let error = refusal(Array(text.utf8), words)
            #expect(error?.kind == kind, "\(words)")
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
    }

    @Test func refusesBombsByTheirHeader() {
        let png: [UInt8] = [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60,
            8, 2, 0, 0, 0, 0, 0, 0, 0,
        ]
        #expect(refusal(png)?.message.contains("60000 x 60000 is more than the 250 megapixels allowed") == true)
        let bmp: [UInt8] =
            Array("BM".utf8) + [0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0]
            + [0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 1, 0, 24, 0] + [UInt8](repeating: 0, count: 24)
        #expect(refusal(bmp)?.message.contains("too large") == true)
        let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0xEA, 0x60, 0xEA, 0x60, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]
        #expect(refusal(jpeg)?.message.contains("too large") == true)
    }

    @Test func limitsAreTheOperatorsToChange() throws {
        let bytes = try Corpus.shared.get().bytes("rgb.png")
        let tight = ImageLimits(pixels: 9000)
        #expect(throws: FoveaError.self) { _ = try ImageHeader.read(bytes, limits: tight) }
        let error = #expect(throws: FoveaError.self) { _ = try ImageHeader.read(bytes, limits: ImageLimits(bytes: 100)) }
        #expect(error?.kind == .tooLarge)
    }

    /// A JPEG, PNG, BMP or uncompressed TIFF cut anywhere is refused from its header alone; what a header cannot tell, decoding does.
    @Test func refusesFilesCutAnywhere() throws {
        for entry in try Corpus.shared.get().entries where !entry.file.hasPrefix("photograph") {
            let step = max(entry.bytes.count / 25, 1)
            for end in stride(from: 0, to: entry.bytes.count - 2, by: step) {
                let cut = Array(entry.bytes[..<end])
                // Tags after the pixels of a TIFF may be cut without loss.
                if entry.file.hasSuffix(".tif") || entry.file.hasSuffix(".webp") {
                    if let header = try? ImageHeader.read(cut) { _ = try? ImageDecoder.decode(cut, header) }
                } else {
                    #expect(throws: FoveaError.self, "\(entry.file) cut at \(end)") { _ = try ImageDecoder.decode(cut) }
                    if entry.file.hasSuffix(".jpg") || entry.file.hasSuffix(".png") {
                        #expect(throws: FoveaError.self, "\(entry.file) cut at \(end)") { _ = try ImageHeader.read(cut) }
                    }
                }
            }
        }
    }

    /// Bytes changed at random: any answer will do, but there must be one.
    @Test func survivesDamage() throws {
        var generator = SeededGenerator(state: 42)
        for entry in try Corpus.shared.get().entries where !entry.file.hasPrefix("photograph") {
            for _ in 0..<40 {
                var bytes = entry.bytes
                for _ in 0..<Int.random(in: 1...8, using: &generator) {
                    bytes[Int.random(in: 0..<min(bytes.count, 600), using: &generator)] = UInt8.random(in: 0...255, using: &generator)
                }
                let limits = ImageLimits(pixels: 4_000_000)
                guard let source = try? ImageHeader.read(bytes, limits: limits) else { continue }
                _ = EXIF.read(ByteSource(bytes), source)
                if let pixels = try? ImageDecoder.decode(bytes, source) {
                    #expect(pixels.width == source.width && pixels.height == source.height)
                }
            }
        }
    }

    @Test func refusesAJPEGWhosePixelsAreDamaged() throws {
        var bytes = try Corpus.shared.get().bytes("progressive.jpg")
        // Codes of ones alone are none of a JPEG's.
        for index in 1500..<1900 { bytes[index] = index % 2 == 0 ? 0xFF : 0x00 }
        #expect(refusal(bytes, "its pixels are damaged")?.kind == .invalid)
    }

    @Test func takesAJPEGWithSomethingBehindIt() throws {
        let bytes = try Corpus.shared.get().bytes("q95-s0.jpg")
        let header = try ImageHeader.read(bytes + [UInt8](repeating: 7, count: 100_000))
        #expect(header.width == 123)
    }
}

/// SplitMix64: the same damage in each run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
