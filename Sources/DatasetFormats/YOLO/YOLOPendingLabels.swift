/// Label files of a pose dataset that wait until it is known how many keypoints each line must have.
final class YOLOPendingLabels {
    private let files = SpilledPairs()

    func add(_ path: String, _ text: [UInt8]) throws { try files.add(Array(path.utf8), text) }

    /// Writes all; lines that are short get keypoints that are not labelled.
    ///
    /// - Parameter numbers: after the class.
    func write(to sink: any DatasetSink, numbers: Int) throws {
        while let (path, text) = try files.next() { try sink.write(String(decoding: path, as: UTF8.self), Self.filled(text, numbers)) }
    }

    private static func filled(_ text: [UInt8], _ numbers: Int) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        for line in text.split(separator: 10) {
            out.append(contentsOf: line)
            let missing = numbers - line.count { $0 == 32 }
            for _ in 0..<max(0, missing) { out.append(contentsOf: " 0".utf8) }
            out.append(10)
        }
        return out
    }
}
