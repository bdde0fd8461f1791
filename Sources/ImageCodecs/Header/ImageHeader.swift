import Core
import Pixels

/// What a picture says of itself, read without decoding a pixel and without any C library: memory-safe code alone meets bytes
/// in the process that talks to the world.
public struct ImageHeader: Sendable, Equatable {
    public var type: ImageType
    /// As stored, before orientation.
    public var storedWidth: Int
    public var storedHeight: Int
    public var orientation: Orientation
    /// 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha or CMYK.
    public var channels: Int
    /// Bits a channel.
    public var bitDepth: Int
    public var isCMYK = false
    /// CMYK whose 255 is no ink (Adobe's way).
    public var isInverted = false
    /// Where the EXIF block (starting with its byte order mark) lies in the file.
    var exif: Range<Int>?
    /// Where the pieces of the ICC profile lie (JPEG).
    var icc: [Range<Int>] = []

    init(type: ImageType, width: Int, height: Int, channels: Int, bitDepth: Int) {
        self.type = type
        storedWidth = width
        storedHeight = height
        orientation = .upright
        self.channels = channels
        self.bitDepth = bitDepth
    }

    /// Upright width, pixels.
    public var width: Int { orientation.size(width: storedWidth, height: storedHeight).width }
    /// Upright height, pixels.
    public var height: Int { orientation.size(width: storedWidth, height: storedHeight).height }
}

extension ImageHeader {
    /// Reads the header and checks that the file is whole as far as that shows without decoding: a JPEG has its end marker, a
    /// PNG its last chunk, the others the bytes that their headers promise.
    ///
    /// Throws `FoveaError` with a reason for the user: `unsupportedType` for what is no picture or one of another kind,
    /// `tooLarge` for more bytes than `limits` allow, `invalid` for broken, cut or oversized pictures.
    public static func read(_ source: ByteSource, limits: ImageLimits = .standard) throws -> ImageHeader {
        guard source.count <= limits.bytes else {
            throw FoveaError(.tooLarge, "The file has \(source.count) bytes; \(limits.bytes) are allowed.")
        }
        let type = try ImageSniffer.type(of: source)
        var header: ImageHeader
        switch type {
        case .jpeg: header = try JPEGHeader.read(source, limits)
        case .png: header = try PNGHeader.read(source, limits)
        case .webp: header = try WebPHeader.read(source, limits)
        case .tiff: header = try TIFFHeader.read(source, limits)
        case .bmp: header = try BMPHeader.read(source, limits)
        }
        if let range = header.exif {
            header.orientation = EXIF.orientation(in: Array(source.bytes(at: range.lowerBound, range.count))) ?? .upright
        }
        return header
    }

    public static func read(_ bytes: [UInt8], limits: ImageLimits = .standard) throws -> ImageHeader {
        try read(ByteSource(bytes), limits: limits)
    }

    public static func read(path: String, limits: ImageLimits = .standard) throws -> ImageHeader {
        try read(ByteSource(path: path), limits: limits)
    }

    /// Refuses what would cost too much to decode, as soon as the size is known.
    func check(_ limits: ImageLimits) throws {
        guard storedWidth > 0, storedHeight > 0 else {
            throw FoveaError(.invalid, "The picture is empty: its header says \(storedWidth) x \(storedHeight) pixels.")
        }
        let (pixels, overflow) = storedWidth.multipliedReportingOverflow(by: storedHeight)
        guard !overflow, pixels <= limits.pixels else {
            throw FoveaError(
                .invalid,
                "The picture is too large: \(storedWidth) x \(storedHeight) is more than the \(limits.pixels / 1_000_000) megapixels allowed.")
        }
        guard storedWidth <= limits.side, storedHeight <= limits.side else {
            throw FoveaError(
                .invalid, "The picture is too long: \(storedWidth) x \(storedHeight), and \(limits.side) pixels a side are allowed.")
        }
    }

    /// The picture ends before its header says.
    static func truncated(_ type: ImageType) -> FoveaError {
        FoveaError(.invalid, "The file is cut off: this \(type.rawValue.uppercased()) ends before its picture does.")
    }

    static func broken(_ type: ImageType, _ what: String) -> FoveaError {
        FoveaError(.invalid, "The file is damaged: \(what) in this \(type.rawValue.uppercased()).")
    }
}
