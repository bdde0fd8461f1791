import Core
import Pixels

/// What the camera wrote beside the picture (CIPA DC-008), as JSON by the tags' names.
///
/// Bytes come from outside, so everything is bounded: directories (each read once), entries, and bytes a value.
public struct EXIF: Sendable, Equatable {
    public var tags: JSONObject
    public var orientation: Orientation?
    /// Decimal degrees, north and east positive, when the tags have a place.
    public var latitude: Double?
    public var longitude: Double?

    /// - Parameter block: from the byte order mark on.
    public init(_ block: [UInt8]) {
        var reader = EXIFReader(block)
        reader.readAll()
        tags = JSONObject(reader.members)
        orientation = reader.orientation
        latitude = Self.degrees(tags["GPSLatitude"], tags["GPSLatitudeRef"], negative: "S")
        longitude = Self.degrees(tags["GPSLongitude"], tags["GPSLongitudeRef"], negative: "W")
    }

    /// The picture's EXIF block; empty when it has none.
    public static func read(_ source: ByteSource, _ header: ImageHeader) -> EXIF {
        if header.type == .tiff { return EXIF(Array(source.bytes(at: 0, min(source.count, 1 << 20)))) }
        guard let range = header.exif else { return EXIF([]) }
        return EXIF(Array(source.bytes(at: range.lowerBound, min(range.count, 1 << 20))))
    }

    /// The orientation alone, for header reading.
    static func orientation(in block: [UInt8]) -> Orientation? {
        var reader = EXIFReader(block)
        reader.readFirst()
        return reader.orientation
    }

    /// The tags, and `latitude` and `longitude` where known.
    public var json: JSON {
        var object = tags
        if let latitude { object["latitude"] = .double(latitude) }
        if let longitude { object["longitude"] = .double(longitude) }
        return .object(object)
    }

    private static func degrees(_ value: JSON?, _ reference: JSON?, negative: String) -> Double? {
        guard let parts = value?.array, parts.count == 3, let degrees = parts[0].double else { return nil }
        let minutes = parts[1].double ?? 0
        let seconds = parts[2].double ?? 0
        let size = degrees + minutes / 60 + seconds / 3600
        guard size.isFinite, size <= 180 else { return nil }
        return reference?.string?.hasPrefix(negative) == true ? -size : size
    }
}
