import Core

/// Tells what a file is by its first bytes, never by its name.
enum ImageSniffer {
    static func type(of source: ByteSource) throws -> ImageType {
        let start = Array(source.bytes(at: 0, 512))
        func has(_ magic: [UInt8], at offset: Int = 0) -> Bool {
            start.count >= offset + magic.count && Array(start[offset..<offset + magic.count]) == magic
        }
        func has(_ text: String, at offset: Int = 0) -> Bool { has(Array(text.utf8), at: offset) }

        guard !start.isEmpty else { throw FoveaError(.invalid, "The file is empty.") }
        if has([0xFF, 0xD8, 0xFF]) { return .jpeg }
        if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if has("RIFF"), has("WEBP", at: 8) { return .webp }
        if has([0x49, 0x49, 0x2A, 0x00]) || has([0x4D, 0x4D, 0x00, 0x2A]) { return .tiff }
        if has([0x49, 0x49, 0x2B, 0x00]) || has([0x4D, 0x4D, 0x00, 0x2B]) { return .tiff }
        if has("BM"), start.count >= 18, start[6..<10].allSatisfy({ $0 == 0 }) { return .bmp }
        throw FoveaError(.unsupportedType, "\(description(start, count: source.count)); a picture must be \(ImageType.named).")
    }

    /// What the file seems to be instead, for the user.
    private static func description(_ start: [UInt8], count: Int) -> String {
        if count < 12 { return "The file has only \(count) byte\(count == 1 ? "" : "s")" }
        let named: [(String, Int, String)] = [
            ("GIF8", 0, "GIF pictures are not taken"), ("%PDF", 0, "This is a PDF document"), ("PK", 0, "This is a ZIP archive"),
            ("ftypheic", 4, "HEIC pictures are not taken"), ("ftypheix", 4, "HEIC pictures are not taken"),
            ("ftypmif1", 4, "HEIF pictures are not taken"), ("ftypavif", 4, "AVIF pictures are not taken"),
            ("ftyp", 4, "This is a video"), ("8BPS", 0, "Photoshop documents are not taken"),
        ]
        for (magic, offset, words) in named where Array(start.dropFirst(offset).prefix(magic.utf8.count)) == Array(magic.utf8) {
            return words
        }
        let text = String(decoding: start, as: UTF8.self).lowercased()
        if text.contains("<svg") { return "SVG drawings are not taken" }
        if text.contains("<html") || text.contains("<!doctype") { return "This is a web page" }
        let printable = start.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 9 || $0 == 10 || $0 == 13 || $0 >= 0x80 }
        return printable ? "This is text, not a picture" : "This is not a picture that Fovea knows"
    }
}
