import Glibc

/// Whether a file is a video, by how it begins: its name says nothing.
public enum VideoSniffer {
    public static func isVideo(path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 && isVideo(Array(bytes[..<count]))
    }

    public static func isVideo(_ bytes: [UInt8]) -> Bool {
        func has(_ text: String, at offset: Int) -> Bool {
            bytes.count >= offset + text.utf8.count && bytes[offset...].starts(with: text.utf8)
        }
        func begins(_ magic: UInt8...) -> Bool { bytes.starts(with: magic) }
        // Pictures may stand in the same container as MP4.
        let isPicture = ["heic", "heix", "mif1", "avif"].contains { has($0, at: 8) }
        if ["ftyp", "moov", "mdat", "wide"].contains(where: { has($0, at: 4) }) { return !isPicture }
        if has("RIFF", at: 0) && has("AVI ", at: 8) { return true }
        if begins(0x1A, 0x45, 0xDF, 0xA3) || begins(0x30, 0x26, 0xB2, 0x75) { return true }
        if begins(0, 0, 1, 0xBA) || begins(0, 0, 1, 0xB3) || has("FLV", at: 0) || has("OggS", at: 0) || has("GIF8", at: 0) { return true }
        return bytes.count > 376 && bytes[0] == 0x47 && bytes[188] == 0x47 && bytes[376] == 0x47
    }
}
