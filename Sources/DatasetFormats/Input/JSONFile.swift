import Core

/// A whole JSON file of one picture as a value: numbers that are none (`NaN`, `Infinity`, `1e999`) are read, so that what is
/// beside them is not lost.
enum JSONFile {
    /// Throws `FoveaError` with a reason for the report when it is larger than `limit` bytes or no JSON.
    static func read(_ path: String, limit: Int64) throws -> JSON {
        let stream = try FileStream(path)
        guard stream.size <= limit else {
            throw FoveaError(.tooLarge, "it is larger than the \(limit >> 20) MB that an annotation file of one picture may have")
        }
        let builder = JSONBuilder(maximumDepth: 32)
        var filter = HugeNumberFilter()
        do {
            try builder.read(nonFinite: true) { buffer in filter.read(into: buffer) { stream.read(into: $0) } }
        } catch {
            let reason = error.stopped ? "it nests deeper than 32 levels" : error.reason
            throw FoveaError(.malformed, "it is no JSON: \(reason) (byte \(error.offset))")
        }
        return builder.root
    }
}
