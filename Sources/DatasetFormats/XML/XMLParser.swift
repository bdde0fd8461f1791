import CExpat
import Core

/// Receives an XML document element by element.
protocol XMLEvents: AnyObject {
    func start(_ name: String, _ attributes: XMLAttributes)
    /// - Parameter text: all character data directly inside, without blanks at its ends.
    func end(_ name: String, text: String)
}

/// An element's attributes, lent for the call.
struct XMLAttributes {
    fileprivate let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?

    /// All of them, by name.
    var all: [String: String] {
        var values: [String: String] = [:]
        guard let pairs else { return values }
        var at = 0
        while let name = pairs[at], let value = pairs[at + 1] {
            values[String(cString: name)] = String(cString: value)
            at += 2
        }
        return values
    }
}

/// Streams a file through expat, piece by piece. Entities are refused before any is expanded ("billion laughs"), and so are
/// nesting beyond 64 levels, texts beyond a megabyte, and single tags beyond 64.
final class XMLParser {
    /// Of a file that speaks of one picture.
    static let smallFileLimit: Int64 = 16 << 20
    private static let piece = 1 << 16
    private static let tagLimit = 64 << 20

    struct Failure: Error {
        let line: Int
        let reason: String
    }

    private let stream: FileStream
    private let parser: XML_Parser
    private let state: State

    init(_ path: String, _ events: any XMLEvents) throws {
        stream = try FileStream(path)
        guard let parser = XML_ParserCreate(nil) else { throw Failure(line: 0, reason: "out of memory") }
        self.parser = parser
        state = State(parser: parser, events: events)
        XML_SetUserData(parser, Unmanaged.passUnretained(state).toOpaque())
        XML_SetElementHandler(
            parser, { context, name, attributes in parserState(context)?.start(name, XMLAttributes(pairs: attributes)) },
            { context, name in parserState(context)?.end(name) })
        XML_SetCharacterDataHandler(parser) { context, text, count in parserState(context)?.text(text, count) }
        XML_SetEntityDeclHandler(parser) { context, _, _, _, _, _, _, _, _ in
            parserState(context)?.refuse("it declares entities, which are not expanded")
        }
    }

    deinit { XML_ParserFree(parser) }

    /// Reads a whole file that speaks of one picture.
    static func read(_ path: String, _ events: any XMLEvents) throws {
        let parser = try XMLParser(path, events)
        guard parser.stream.size <= smallFileLimit else {
            throw FoveaError(.tooLarge, "it is larger than the \(smallFileLimit >> 20) MB that an annotation file of one picture may have")
        }
        while try parser.feed() {}
    }

    /// Parses the next piece; false after the last.
    func feed() throws -> Bool {
        guard let buffer = XML_GetBuffer(parser, Int32(Self.piece)) else { throw failure("out of memory") }
        let count = stream.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Self.piece))
        state.silent += count
        if XML_ParseBuffer(parser, Int32(count), count == 0 ? 1 : 0) == XML_STATUS_ERROR {
            throw failure(state.refusal ?? XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "not XML")
        }
        // Expat keeps what it has of a tag until that ends.
        guard state.silent <= Self.tagLimit else { throw failure("one tag is longer than \(Self.tagLimit >> 20) MB") }
        return count > 0
    }

    private func failure(_ reason: String) -> Failure { Failure(line: Int(XML_GetCurrentLineNumber(parser)), reason: reason) }

    fileprivate final class State {
        let parser: XML_Parser
        let events: any XMLEvents
        var texts: [[UInt8]] = []
        var total = 0
        var refusal: String?
        /// Bytes read since something was seen last.
        var silent = 0

        init(parser: XML_Parser, events: any XMLEvents) {
            self.parser = parser
            self.events = events
        }

        func refuse(_ why: String) {
            if refusal == nil { refusal = why }
            XML_StopParser(parser, 0)
        }

        func start(_ name: UnsafePointer<CChar>?, _ attributes: XMLAttributes) {
            guard refusal == nil, let name else { return }
            silent = 0
            guard texts.count < 64 else { return refuse("it nests deeper than 64 levels") }
            texts.append([])
            events.start(String(cString: name), attributes)
        }

        func end(_ name: UnsafePointer<CChar>?) {
            guard refusal == nil, let name, let text = texts.popLast() else { return }
            silent = 0
            total -= text.count
            events.end(String(cString: name), text: trimmed(text))
        }

        func text(_ bytes: UnsafePointer<CChar>?, _ count: Int32) {
            guard refusal == nil, let bytes, !texts.isEmpty else { return }
            silent = 0
            let raw = UnsafeRawBufferPointer(start: bytes, count: Int(count))
            // Blanks between elements are no text, however many elements there are.
            if texts[texts.count - 1].isEmpty, raw.allSatisfy({ $0 <= 32 }) { return }
            total += Int(count)
            guard total <= 1 << 20 else { return refuse("it holds more than a megabyte of text in one place") }
            texts[texts.count - 1].append(contentsOf: raw)
        }

        private func trimmed(_ text: [UInt8]) -> String {
            guard let first = text.firstIndex(where: { $0 > 32 }), let last = text.lastIndex(where: { $0 > 32 }) else { return "" }
            return String(decoding: text[first...last], as: UTF8.self)
        }
    }
}

/// Outside the type, so that C callbacks capture nothing.
private func parserState(_ context: UnsafeMutableRawPointer?) -> XMLParser.State? {
    context.map { Unmanaged<XMLParser.State>.fromOpaque($0).takeUnretainedValue() }
}
