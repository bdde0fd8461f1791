/// The picture formats that Fovea takes.
public enum ImageType: String, Sendable, CaseIterable {
    case jpeg, png, webp, tiff, bmp

    public var mimeType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .webp: "image/webp"
        case .tiff: "image/tiff"
        case .bmp: "image/bmp"
        }
    }

    /// Without the dot.
    public var fileExtension: String {
        switch self {
        case .jpeg: "jpg"
        case .png: "png"
        case .webp: "webp"
        case .tiff: "tif"
        case .bmp: "bmp"
        }
    }

    public static let named = "JPEG, PNG, WebP, TIFF or BMP"
}
