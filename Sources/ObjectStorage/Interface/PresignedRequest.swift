import Core

/// A request that whoever holds it may make until it expires, without any other credential.
public struct PresignedRequest: Sendable, Equatable {
    public let method: String
    /// Absolute.
    public let url: String
    /// What the request must carry besides; usually nothing.
    public let headers: [String: String]
    public let expires: Timestamp

    public init(method: String, url: String, headers: [String: String] = [:], expires: Timestamp) {
        self.method = method
        self.url = url
        self.headers = headers
        self.expires = expires
    }
}

/// How a blob presents itself to a browser that fetches it.
public struct ServedFile: Sendable, Equatable {
    public enum Disposition: String, Sendable { case inline, attachment }

    public let contentType: String
    public let disposition: Disposition
    /// Without directories, quotes and control characters.
    public let filename: String?

    /// Only raster images may be shown inline: anything else (SVG, HTML, unknown) is always a download, since a page of a
    /// user's making must never run as ours.
    public init(contentType: String = "application/octet-stream", disposition: Disposition = .attachment, filename: String? = nil) {
        self.contentType = Self.isPlain(contentType) ? contentType : "application/octet-stream"
        self.disposition = Self.rasterTypes.contains(contentType) ? disposition : .attachment
        self.filename = filename.map(Self.plain)
    }

    public static let rasterTypes: Set<String> = ["image/jpeg", "image/png", "image/webp", "image/tiff", "image/bmp"]

    /// The value of a Content-Disposition header (RFC 6266, with RFC 8187 for names outside ASCII).
    public var contentDisposition: String {
        guard let filename else { return disposition.rawValue }
        let ascii = String(filename.unicodeScalars.map { $0.isASCII ? Character($0) : "_" })
        let quoted = "\(disposition.rawValue); filename=\"\(ascii)\""
        return ascii == filename ? quoted : "\(quoted); filename*=UTF-8''\(PercentEncoding.encode(filename))"
    }

    private static func isPlain(_ type: String) -> Bool {
        !type.isEmpty && type.utf8.count <= 127
            && type.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ",") }
    }

    private static func plain(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let kept = last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\"" && $0 != "%" }
        let text = String(String.UnicodeScalarView(kept.prefix(200)))
        return text.isEmpty ? "file" : text
    }
}
