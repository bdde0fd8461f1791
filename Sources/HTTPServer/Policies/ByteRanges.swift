import Core

/// `Range` requests (RFC 9110 section 14): one range of bytes. Several at once are answered with the whole, as is allowed.
enum ByteRanges {
    static func apply(to response: inout HTTPResponse, for request: HTTPRequest) {
        guard response.status == 200, let length = response.body.length else { return }
        switch response.body {
        case .file: break
        case .bytes where response.headers["Accept-Ranges"] == "bytes": break
        default: return
        }
        response.headers["Accept-Ranges"] = "bytes"
        guard request.method == .get || request.method == .head, let header = request.headers["Range"] else { return }
        if let condition = request.headers["If-Range"], condition != response.headers["ETag"] || condition.hasPrefix("W/") { return }
        guard let wanted = parse(header, length: length) else { return }
        guard let range = wanted else {
            response = Problem.response(
                FoveaError(.rangeNotSatisfiable, "The range lies outside of the \(length) bytes."), requestID: request.id)
            response.headers["Content-Range"] = "bytes */\(length)"
            return
        }
        response.status = 206
        response.headers["Content-Range"] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(length)"
        response.body = slice(response.body, range)
    }

    private static func slice(_ body: ResponseBody, _ range: Range<Int64>) -> ResponseBody {
        switch body {
        case .bytes(let bytes): return .bytes(Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
        case .file(var file):
            file.offset += range.lowerBound
            file.length = range.upperBound - range.lowerBound
            return .file(file)
        default: return body
        }
    }

    /// Nil when the header is to be ignored; `.some(nil)` when no byte satisfies it.
    static func parse(_ header: String, length: Int64) -> Range<Int64>?? {
        guard header.hasPrefix("bytes=") else { return nil }
        let parts = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !header.contains(",") else { return nil }
        let first = parts[0].trimmed, last = parts[1].trimmed
        if first.isEmpty {
            guard let count = digits(last) else { return nil }
            return count == 0 || length == 0 ? .some(nil) : .some(max(0, length - count)..<length)
        }
        guard let start = digits(first) else { return nil }
        guard !last.isEmpty else { return start < length ? .some(start..<length) : .some(nil) }
        guard let end = digits(last), end >= start else { return nil }
        return start < length ? .some(start..<min(end, length - 1) + 1) : .some(nil)
    }

    private static func digits(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? Int64(text) : nil
    }
}
