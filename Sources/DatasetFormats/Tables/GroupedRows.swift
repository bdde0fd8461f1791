/// Rows of tables, in any order, gathered by the image that each speaks of: the rows wait in a spill file, with some 16 bytes of
/// memory each.
final class GroupedRows {
    struct Row {
        /// Which of the files.
        var file: Int
        var line: Int
        var text: [UInt8]
    }

    /// In the order in which they came first.
    private(set) var images: [String] = []
    private var places: [String: UInt32] = [:]
    private let spill = SpillBuffer()
    private var owners: [UInt32] = []
    private var offsets: [Int64] = []
    /// Once grouped: rows by image, and where each image's begin.
    private var order: [UInt32] = []
    private var starts: [UInt32] = []

    /// An image that may have no row.
    @discardableResult
    func image(_ name: String) -> UInt32 {
        if let place = places[name] { return place }
        let place = UInt32(images.count)
        places[name] = place
        images.append(name)
        return place
    }

    func add(_ row: Row, to name: String) throws {
        owners.append(image(name))
        offsets.append(spill.count)
        try spill.append(Array("\(row.file) \(row.line) ".utf8) + row.text)
    }

    /// A counting sort. To be called once, after the last row.
    func group() {
        var counts = [UInt32](repeating: 0, count: images.count + 1)
        for owner in owners { counts[Int(owner) + 1] += 1 }
        for index in 1..<counts.count { counts[index] += counts[index - 1] }
        starts = counts
        order = [UInt32](repeating: 0, count: owners.count)
        for (row, owner) in owners.enumerated() {
            order[Int(counts[Int(owner)])] = UInt32(row)
            counts[Int(owner)] += 1
        }
        offsets.append(spill.count)
    }

    func rows(of image: Int) throws -> [Row] {
        try order[Int(starts[image])..<Int(starts[image + 1])].map { number in
            let start = offsets[Int(number)]
            let bytes = try spill.read(at: start, count: Int(offsets[Int(number) + 1] - start))
            let parts = bytes.split(separator: 32, maxSplits: 2, omittingEmptySubsequences: false)
            func whole(_ part: ArraySlice<UInt8>) -> Int { Int(String(decoding: part, as: UTF8.self)) ?? 0 }
            return Row(file: whole(parts[0]), line: whole(parts[1]), text: Array(parts[2]))
        }
    }
}
