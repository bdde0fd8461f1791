import CExpat
import Core

/// Receives an XML document element by element.
protocol XMLEvents: AnyObject {
    func start(_ name: String)
    /// - Parameter text: all character data directly inside, without blanks at its ends.
    func end(_ name: String, text: String)
}

/// Streams a file through expat. Entities are refused before any is expanded ("billion laughs"), and so are nesting beyond
/// 64 levels, texts beyond a megabyte, and files beyond 16: one speaks of one picture.
enum XMLParser {
    static let fileLimit: Int64 = 16 << 20

    struct Failure: Error {
        let line: Int
        let reason: String
    }

    static func read(_ path: String, _ events: any XMLEvents) throws {
        let stream = try FileStream(path)
        guard stream.size <= fileLimit else {
            throw FoveaError(.tooLarge, "it is larger than the \(fileLimit >> 20) MB that an annotation file of one picture may have")
        }
        guard let parser = XML_ParserCreate(nil) else { throw Failure(line: 0, reason: "out of memory") }
        defer { XML_ParserFree(parser) }
        let state = State(parser: parser, events: events)
        try withExtendedLifetime(state) {
            XML_SetUserData(parser, Unmanaged.passUnretained(state).toOpaque())
            XML_SetElementHandler(
                parser, { context, name, _ in parserState(context)?.start(name) }, { context, name in parserState(context)?.end(name) })
            XML_SetCharacterDataHandler(parser) { context, text, count in parserState(context)?.text(text, count) }
            XML_SetEntityDeclHandler(parser) { context, _, _, _, _, _, _, _, _ in
                parserState(context)?.refuse("it declares entities, which are not expanded")
            }
            try feed(stream, parser, state)
        }
    }

    private static func feed(_ stream: FileStream, _ parser: XML_Parser, _ state: State) throws {
        while true {
            guard let buffer = XML_GetBuffer(parser, 1 << 16) else { throw Failure(line: 0, reason: "out of memory") }
            let count = stream.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: 1 << 16))
            if XML_ParseBuffer(parser, Int32(count), count == 0 ? 1 : 0) == XML_STATUS_ERROR {
                let words = state.refusal ?? XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "not XML"
                throw Failure(line: Int(XML_GetCurrentLineNumber(parser)), reason: words)
            }
            if count == 0 { return }
        }
    }

    fileprivate final class State {
        let parser: XML_Parser
        let events: any XMLEvents
        var texts: [[UInt8]] = []
        var total = 0
        var refusal: String?

        init(parser: XML_Parser, events: any XMLEvents) {
            self.parser = parser
            self.events = events
        }

        func refuse(_ why: String) {
            if refusal == nil { refusal = why }
            XML_StopParser(parser, 0)
        }

        func start(_ name: UnsafePointer<CChar>?) {
            guard refusal == nil, let name else { return }
            guard texts.count < 64 else { return refuse("it nests deeper than 64 levels") }
            texts.append([])
            events.start(String(cString: name))
        }

        func end(_ name: UnsafePointer<CChar>?) {
            guard refusal == nil, let name, let text = texts.popLast() else { return }
            total -= text.count
            events.end(String(cString: name), text: trimmed(text))
        }

        func text(_ bytes: UnsafePointer<CChar>?, _ count: Int32) {
            guard refusal == nil, let bytes, !texts.isEmpty else { return }
            total += Int(count)
            guard total <= 1 << 20 else { return refuse("it holds more than a megabyte of text in one place") }
            let raw = UnsafeRawBufferPointer(start: bytes, count: Int(count))
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
