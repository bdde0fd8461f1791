import Core

/// Ids of imported annotations follow from what they are, so that importing twice adds nothing: the same label and shape on the
/// same image is the same annotation, however often and from whatever format it comes.
enum ImportedAnnotationID {
    /// A version 8 UUID (RFC 9562: made by an own rule).
    ///
    /// - Parameter occurrence: 0 for the first of several that are equal on the image.
    static func make(image: ID, label: ID, geometry: String, occurrence: Int) -> ID {
        let hash = SHA256()
        hash.update(Array("fovea/imported-annotation/".utf8))
        hash.update(image.bytes)
        hash.update(label.bytes)
        hash.update(Array("\(occurrence)/\(geometry)".utf8))
        var bytes = Array(hash.finish().bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return ID(bytes: bytes) ?? ID(high: 0, low: 0)
    }
}
