import Geometry

/// Type and upright size of a picture from its first bytes; nothing is decoded. JPEG (with EXIF orientation), PNG, WebP, BMP
/// and TIFF.
public struct ImageHeader: Sendable, Equatable {
    public enum Kind: String, Sendable { case jpeg, png, webp, bmp, tiff }

    public var kind: Kind
    /// After the EXIF orientation.
    public var size: PixelSize

    /// Nil when the bytes are no picture of these kinds or the size lies beyond what was given.
    public init?(_ bytes: [UInt8]) {
        let reader = HeaderBytes(bytes: bytes)
        if reader.u32(0) == 0x8950_4E47 {
            guard let width = reader.u32(16), let height = reader.u32(20) else { return nil }
            self.init(.png, Int(width), Int(height))
        } else if reader.u16(0) == 0xFFD8 {
            self.init(jpeg: reader)
        } else if reader.matches("RIFF", at: 0), reader.matches("WEBP", at: 8) {
            self.init(webp: reader)
        } else if reader.matches("BM", at: 0) {
            guard let width = reader.u32(18, little: true), let height = reader.u32(22, little: true) else { return nil }
            self.init(.bmp, Int(Int32(bitPattern: width)), abs(Int(Int32(bitPattern: height))))
        } else if let order = TIFFDirectory.order(reader, at: 0) {
            let directory = TIFFDirectory(reader, start: 0, little: order)
            guard let width = directory.value(256), let height = directory.value(257) else { return nil }
            let turned = (directory.value(274) ?? 1) >= 5
            self.init(.tiff, turned ? height : width, turned ? width : height)
        } else {
            return nil
        }
    }

    private init?(_ kind: Kind, _ width: Int, _ height: Int) {
        guard width > 0, height > 0, width <= 1 << 24, height <= 1 << 24 else { return nil }
        self.kind = kind
        self.size = PixelSize(width: width, height: height)
    }

    /// Of a file; reads 64 kB, and more only when a JPEG's size lies behind large metadata.
    public static func read(_ path: String) -> ImageHeader? {
        guard let stream = try? FileStream(path) else { return nil }
        var bytes = stream.read(upTo: 64 << 10)
        if let header = ImageHeader(bytes) { return header }
        bytes += stream.read(upTo: 4 << 20)
        return ImageHeader(bytes)
    }

    private init?(jpeg reader: HeaderBytes) {
        var at = 2
        var orientation = 1
        while let marker = reader.u16(at) {
            guard marker >= 0xFF00 else { return nil }
            if marker == 0xFFFF || (0xFFD0...0xFFD7).contains(marker) || marker == 0xFF01 {
                at += marker == 0xFFFF ? 1 : 2
                continue
            }
            guard let length = reader.u16(at + 2), length >= 2 else { return nil }
            let code = marker & 0xFF
            if (0xC0...0xCF).contains(code), code != 0xC4, code != 0xC8, code != 0xCC {
                guard let height = reader.u16(at + 5), let width = reader.u16(at + 7) else { return nil }
                self.init(.jpeg, Int(orientation >= 5 ? height : width), Int(orientation >= 5 ? width : height))
                return
            }
            if code == 0xDA { return nil }
            if code == 0xE1, reader.matches("Exif\0\0", at: at + 4), let little = TIFFDirectory.order(reader, at: at + 10) {
                let value = TIFFDirectory(reader, start: at + 10, little: little).value(274) ?? 1
                if (1...8).contains(value) { orientation = value }
            }
            at += 2 + Int(length)
        }
        return nil
    }

    private init?(webp reader: HeaderBytes) {
        if reader.matches("VP8X", at: 12) {
            guard let w = reader.u24little(24), let h = reader.u24little(27) else { return nil }
            self.init(.webp, w + 1, h + 1)
        } else if reader.matches("VP8L", at: 12) {
            guard let bits = reader.u32(21, little: true) else { return nil }
            self.init(.webp, Int(bits & 0x3FFF) + 1, Int((bits >> 14) & 0x3FFF) + 1)
        } else {
            guard let w = reader.u16(26, little: true), let h = reader.u16(28, little: true) else { return nil }
            self.init(.webp, Int(w & 0x3FFF), Int(h & 0x3FFF))
        }
    }
}

/// Numbers at offsets, nil beyond the end.
struct HeaderBytes {
    let bytes: [UInt8]

    func u16(_ at: Int, little: Bool = false) -> UInt16? {
        guard at >= 0, at + 2 <= bytes.count else { return nil }
        let (a, b) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
        return little ? b << 8 | a : a << 8 | b
    }

    func u32(_ at: Int, little: Bool = false) -> UInt32? {
        guard let a = u16(at, little: little), let b = u16(at + 2, little: little) else { return nil }
        return little ? UInt32(b) << 16 | UInt32(a) : UInt32(a) << 16 | UInt32(b)
    }

    func u24little(_ at: Int) -> Int? {
        guard at >= 0, at + 3 <= bytes.count else { return nil }
        return Int(bytes[at]) | Int(bytes[at + 1]) << 8 | Int(bytes[at + 2]) << 16
    }

    func matches(_ text: String, at: Int) -> Bool {
        let wanted = Array(text.utf8)
        return at >= 0 && at + wanted.count <= bytes.count && bytes[at..<at + wanted.count].elementsEqual(wanted)
    }
}

/// The first directory of a TIFF structure, as TIFF files and EXIF blocks have it.
private struct TIFFDirectory {
    private let reader: HeaderBytes
    private let start: Int
    private let little: Bool
    private let first: Int
    private let count: Int

    /// Whether the bytes there start a TIFF structure, and whether it is little-endian.
    static func order(_ reader: HeaderBytes, at: Int) -> Bool? {
        if reader.matches("II*\0", at: at) { return true }
        return reader.matches("MM\0*", at: at) ? false : nil
    }

    init(_ reader: HeaderBytes, start: Int, little: Bool) {
        self.reader = reader
        self.start = start
        self.little = little
        let offset = Int(reader.u32(start + 4, little: little) ?? 0)
        first = start + offset + 2
        count = Int(reader.u16(start + offset, little: little) ?? 0)
    }

    /// The first value of a short or long tag.
    func value(_ tag: UInt16) -> Int? {
        for index in 0..<count {
            let entry = first + index * 12
            guard let found = reader.u16(entry, little: little) else { return nil }
            guard found == tag, let type = reader.u16(entry + 2, little: little) else { continue }
            return type == 3 ? reader.u16(entry + 8, little: little).map(Int.init) : reader.u32(entry + 8, little: little).map(Int.init)
        }
        return nil
    }
}
