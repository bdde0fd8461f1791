import Core
import Geometry

/// What stands under `segmentation`, `keypoints`, `attributes` and `segments_info` of an annotation, packed while the file is read
/// and unpacked when its image's turn comes.
enum COCOShape {
    /// Kinds of parts in a pack; each is the kind, the length of its bytes (4, little-endian), and the bytes.
    enum Part: UInt8 {
        case ring = 1, compressed, counts, keypoints, attributes
        /// An id that is text.
        case id
        /// The name of a picture of segments, and the segments.
        case file, segments
    }
}

/// A pack that is made: used again and again, so that it costs no memory after the first.
struct COCOPack {
    private(set) var bytes: [UInt8] = []
    private var open = 0

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func begin(_ part: COCOShape.Part) {
        open = bytes.count
        bytes.append(part.rawValue)
        for _ in 0..<4 { bytes.append(0) }
    }

    mutating func append(_ value: Double) { withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) } }
    mutating func append(_ values: [Double]) { values.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    mutating func append(_ text: some Collection<UInt8>) { bytes.append(contentsOf: text) }

    mutating func append(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }

    mutating func end() {
        let count = bytes.count - open - 5
        for index in 0..<4 { bytes[open + 1 + index] = UInt8(truncatingIfNeeded: count >> (index * 8)) }
    }

    /// As if the part had not begun.
    mutating func drop() { bytes.removeSubrange(open...) }
}

extension COCOShape {
    /// Calls with each part.
    static func forEach(_ pack: [UInt8], _ body: (Part, ArraySlice<UInt8>) -> Void) {
        var at = 0
        while at + 5 <= pack.count, let part = Part(rawValue: pack[at]) {
            let count = Int(pack[at + 1]) | Int(pack[at + 2]) << 8 | Int(pack[at + 3]) << 16 | Int(pack[at + 4]) << 24
            at += 5
            guard at + count <= pack.count else { return }
            body(part, pack[at..<at + count])
            at += count
        }
    }

    static func doubles(_ bytes: ArraySlice<UInt8>) -> [Double] {
        bytes.withUnsafeBytes { raw in (0..<raw.count / 8).map { raw.loadUnaligned(fromByteOffset: $0 * 8, as: Double.self) } }
    }

    static func words(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
        bytes.withUnsafeBytes { raw in
            (0..<raw.count / 4).map { UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)) }
        }
    }
}
