import Core
import Geometry

/// What stands under `segmentation`, `keypoints` and `attributes` of an annotation, packed while the file is read and unpacked
/// when its image's turn comes.
enum COCOShape {
    /// Kinds of parts in a pack; each is the kind, the length of its bytes (4, little-endian), and the bytes.
    enum Part: UInt8 { case ring = 1, compressed, counts, keypoints, attributes, end }

    static func append(_ part: Part, _ values: [Double], to pack: inout [UInt8]) {
        header(part, values.count * 8, &pack)
        values.withUnsafeBytes { pack.append(contentsOf: $0) }
    }

    static func append(_ part: Part, _ bytes: some Collection<UInt8>, to pack: inout [UInt8]) {
        header(part, bytes.count, &pack)
        pack.append(contentsOf: bytes)
    }

    private static func header(_ part: Part, _ count: Int, _ pack: inout [UInt8]) {
        pack.append(part.rawValue)
        for shift in [0, 8, 16, 24] { pack.append(UInt8(truncatingIfNeeded: count >> shift)) }
    }

    /// Calls with each part.
    static func forEach(_ pack: [UInt8], _ body: (Part, ArraySlice<UInt8>) -> Void) {
        var at = 0
        while at + 5 <= pack.count, let part = Part(rawValue: pack[at]), part != .end {
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
}
