import Core

/// Reads `multipart/form-data` (RFC 7578) part by part as it arrives. Memory is bounded by one chunk of the body, and time
/// by its length, whatever the boundary and however it is cut.
///
/// For one task:
/// ```swift
/// let form = try MultipartReader(call.request)
/// while let part = try await form.next() {
///     if part.filename == nil { fields[part.name] = try await form.text() }
///     else { while let chunk = try await form.chunk() { file.write(chunk) } }
/// }
/// ```
/// What is not read of a part is skipped by `next()`. Throws `FoveaError.unsupportedType` for another media type and
/// `.malformed` where the form breaks the rules.
public final class MultipartReader {
    public struct Part: Sendable {
        public let name: String
        /// As the client sent it: a name to show, never a path to open.
        public let filename: String?
        public let contentType: String?
    }

    public struct Limits: Sendable {
        public var parts = 10_000
        public var headBytes = 8 << 10
        public var preambleBytes = 64 << 10
        public init() {}
    }

    private enum Place { case start, head, body, end }

    private let delimiter: [UInt8]
    private let limits: Limits
    private var source: RequestBody.Iterator
    /// Bytes that have come and are not yet passed on: `buffer[from...]`.
    private var buffer: [UInt8] = Array("\r\n".utf8)
    private var from = 0
    private var place = Place.start
    private var count = 0

    public convenience init(_ request: HTTPRequest, limits: Limits = Limits()) throws {
        guard let header = request.headers["Content-Type"], request.contentType == "multipart/form-data" else {
            throw FoveaError(.unsupportedType, "Send a form, with Content-Type: multipart/form-data.")
        }
        guard let boundary = HeaderParameters.value("boundary", in: header) else {
            throw FoveaError(.malformed, "The Content-Type multipart/form-data names no boundary.")
        }
        try self.init(request.body, boundary: boundary, limits: limits)
    }

    /// - Parameter boundary: 1 to 70 characters (RFC 2046 section 5.1.1).
    public init(_ body: RequestBody, boundary: String, limits: Limits = Limits()) throws {
        guard (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (32..<127).contains($0) }), !boundary.hasSuffix(" ") else {
            throw FoveaError(.malformed, "The boundary of a form has 1 to 70 printable characters.")
        }
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.limits = limits
        source = body.makeAsyncIterator()
    }

    /// The next part, nil after the last.
    public func next() async throws -> Part? {
        switch place {
        case .start:
            var skipped = 0
            while let chunk = try await toDelimiter() {
                skipped += chunk.count
                if skipped > limits.preambleBytes { throw MultipartReader.broken("does not begin with its boundary") }
            }
        case .body: while try await chunk() != nil {}
        case .head, .end: break
        }
        if place == .end { return nil }
        count += 1
        guard count <= limits.parts else { throw FoveaError(.tooLarge, "A form may have \(limits.parts) parts at most.") }
        let part = try MultipartHead.parse(try await head())
        place = .body
        return part
    }

    /// More bytes of the current part, nil at its end.
    public func chunk() async throws -> [UInt8]? {
        guard place == .body else { return nil }
        return try await toDelimiter()
    }

    /// The current part as text. Throws `FoveaError.tooLarge` beyond `limit` bytes, `.malformed` when it is not UTF-8.
    public func text(upTo limit: Int = 64 << 10) async throws -> String {
        var all: [UInt8] = []
        while let chunk = try await chunk() {
            all += chunk
            if all.count > limit { throw FoveaError(.tooLarge, "A text field of a form may have \(limit) bytes at most.") }
        }
        guard let text = String(validating: all, as: UTF8.self) else { throw MultipartReader.broken("has a field that is not UTF-8") }
        return text
    }

    /// Bytes before the next delimiter; nil once it has been passed (`place` then says what follows it).
    private func toDelimiter() async throws -> [UInt8]? {
        while true {
            if let found = ByteSearch.first(delimiter, in: buffer, from: from) {
                if found > from { return take(upTo: found) }
                from += delimiter.count
                try await afterDelimiter()
                return nil
            }
            // The last bytes may be the beginning of a delimiter.
            let safe = buffer.count - delimiter.count + 1
            if safe > from { return take(upTo: safe) }
            try await more("ends in the middle of a part")
        }
    }

    /// `--` ends the form, a line end begins a part; blanks may stand before (RFC 2046).
    private func afterDelimiter() async throws {
        while buffer.count - from < 2 { try await more("ends in the middle of a boundary") }
        if buffer[from] == UInt8(ascii: "-"), buffer[from + 1] == UInt8(ascii: "-") {
            place = .end
            return
        }
        var blanks = 0
        while true {
            while from >= buffer.count { try await more("ends in the middle of a boundary") }
            let byte = buffer[from]
            from += 1
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t"), blanks < 64 {
                blanks += 1
                continue
            }
            guard byte == 13 else { throw MultipartReader.broken("has something after a boundary") }
            break
        }
        while from >= buffer.count { try await more("ends in the middle of a boundary") }
        guard buffer[from] == 10 else { throw MultipartReader.broken("has something after a boundary") }
        from += 1
        place = .head
    }

    /// The lines before the empty one.
    private func head() async throws -> [UInt8] {
        while true {
            if buffer.count - from >= 2, buffer[from] == 13, buffer[from + 1] == 10 {
                from += 2
                return []
            }
            if let end = ByteSearch.first([13, 10, 13, 10], in: buffer, from: from) {
                guard end - from <= limits.headBytes else { break }
                let head = Array(buffer[from..<end])
                from = end + 4
                return head
            }
            guard buffer.count - from <= limits.headBytes else { break }
            try await more("ends in the middle of a part's headers")
        }
        throw FoveaError(.tooLarge, "The headers of a part of a form may have \(limits.headBytes) bytes at most.")
    }

    private func take(upTo end: Int) -> [UInt8] {
        defer { from = end }
        return from == 0 && end == buffer.count ? buffer : Array(buffer[from..<end])
    }

    private func more(_ complaint: String) async throws {
        guard let chunk = try await source.next() else { throw MultipartReader.broken(complaint) }
        if from > 0 {
            buffer.removeFirst(from)
            from = 0
        }
        buffer += chunk
    }

    static func broken(_ how: String) -> FoveaError { FoveaError(.malformed, "The form \(how).") }
}
