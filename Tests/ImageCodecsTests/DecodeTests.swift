import Core
import ImageCodecs
import Pixels
import Testing

@Suite struct DecodeTests {
    @Test func agreesWithPillowOnEveryKind() throws {
        let corpus = try Corpus.shared.get()
        #expect(corpus.entries.count > 45)
        for entry in corpus.entries {
            do {
                let header = try ImageHeader.read(entry.bytes)
                #expect(header.width == entry.width && header.height == entry.height, "\(entry.file): \(header)")
                let pixels = try ImageDecoder.decode(entry.bytes, header)
                #expect(pixels.width == entry.width && pixels.height == entry.height && pixels.channels == 3, "\(entry.file)")
                let worst = zip(pixels.bytes, entry.expected).reduce(0) { max($0, abs(Int($1.0) - Int($1.1))) }
                #expect(pixels.bytes.count == entry.expected.count, "\(entry.file)")
                #expect(worst <= entry.tolerance, "\(entry.file): off by \(worst)")
            } catch {
                Issue.record("\(entry.file): \(error)")
            }
        }
    }

    @Test func turnsAQuarterTurnedPictureUpright() throws {
        let bytes = try Corpus.shared.get().bytes("turned6.jpg")
        let header = try ImageHeader.read(bytes)
        #expect(header.orientation == .rotated90)
        #expect((header.storedWidth, header.storedHeight) == (123, 77))
        #expect((header.width, header.height) == (77, 123))
        let thumbnail = try Thumbnail.make(bytes, longest: 64)
        #expect((thumbnail.width, thumbnail.height) == (40, 64))
    }

    @Test func encodesWhatItDecodes() throws {
        let bytes = try Corpus.shared.get().bytes("rgb.png")
        let pixels = try ImageDecoder.decode(bytes)
        #expect(try ImageDecoder.decode(ImageEncoder.encode(pixels, as: .png(compression: 1))) == pixels)
        for format in [ImageEncoder.Format.jpeg(quality: 95), .webp(quality: 95)] {
            let again = try ImageDecoder.decode(ImageEncoder.encode(pixels, as: format))
            #expect((again.width, again.height) == (pixels.width, pixels.height))
            let sum = zip(again.bytes, pixels.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            #expect(Double(sum) / Double(pixels.bytes.count) < 8, "\(format)")
        }
    }
}
