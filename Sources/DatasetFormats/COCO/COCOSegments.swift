import Core
import Geometry
import Pixels

/// A panoptic annotation: the segments of an image, whose pixels are in a picture beside. A pixel's segment is
/// red + 256 green + 65536 blue; 0 is none.
struct COCOSegments {
    struct Segment {
        var id: UInt32
        /// Number in the tables.
        var category: Int
        var isCrowd: Bool
    }

    var file = ""
    var segments: [Segment] = []

    init(_ pack: [UInt8]) {
        COCOShape.forEach(pack) { part, bytes in
            if part == .file { file = String(decoding: bytes, as: UTF8.self) }
            guard part == .segments else { return }
            let words = COCOShape.words(bytes)
            for at in stride(from: 0, to: words.count - words.count % 3, by: 3) {
                segments.append(Segment(id: words[at], category: Int(words[at + 1]), isCrowd: words[at + 2] != 0))
            }
        }
    }

    /// The folder of the pictures that belong to a file of segments has the file's name; else they lie anywhere.
    static func folder(of file: String) -> String { file.withoutExtension }

    /// Where the picture lies; nil (and a row) when it does not.
    private func find(_ json: String, _ input: DatasetInput, _ row: String, _ account: inout ImportAccount) -> String? {
        guard let name = SafePath.normalise(file) else {
            account.skip(json, row, "names a picture of segments by a path that is not allowed: \(file.prefix(200))", count: max(1, segments.count))
            return nil
        }
        let beside = Self.folder(of: json).joined(path: name)
        if input.tree.contains(beside) { return input.tree.path(of: beside) }
        switch input.pictures.find(Self.folder(of: json.lastComponent).joined(path: name), near: json.parentPath) {
        case .found(let path): return input.pictures.location(of: path)
        case .missing: account.skip(json, row, "its picture of segments was not found: \(name)", count: max(1, segments.count))
        case .ambiguous(let count):
            account.skip(json, row, "\(count) pictures have the name of its picture of segments: \(name)", count: max(1, segments.count))
        }
        return nil
    }

    /// The mask of each segment.
    func masks(
        _ json: String, _ input: DatasetInput, _ size: PixelSize?, row: String, _ account: inout ImportAccount
    ) -> [(segment: Segment, mask: RunLengths)] {
        guard let path = find(json, input, row, &account) else { return [] }
        do {
            let map = try input.options.labelMap(file: path)
            if let size, size != PixelSize(width: map.width, height: map.height) {
                throw FoveaError(.invalid, "it has \(map.width) x \(map.height) pixels where the image has \(size.width) x \(size.height)")
            }
            guard map.channels == 3 else { throw FoveaError(.invalid, "it is no RGB picture") }
            let regions = try LabelRegions(map) { UInt64(map.value(at: $0)) }.masks
            let known = Set(segments.map { UInt64($0.id) })
            for (value, mask) in regions.sorted(by: { $0.key < $1.key }) where value != 0 && !known.contains(value) {
                account.skip(json, row, "\(mask.area) pixels of \(file.lastComponent) are of segment \(value), which it does not name")
            }
            return segments.compactMap { segment in
                guard let mask = regions[UInt64(segment.id)] else {
                    account.skip(json, row, "no pixel of \(file.lastComponent) is of segment \(segment.id)")
                    return nil
                }
                return (segment, mask)
            }
        } catch {
            let reason = (error as? FoveaError)?.message ?? "\(error)"
            account.skip(json, row, "its picture of segments \(file.lastComponent) cannot be read: \(reason)", count: max(1, segments.count))
            return []
        }
    }
}
