import CRapidJSON

/// Receives a JSON text event by event; answers false to stop. Strings are valid UTF-8, lent for the call.
public protocol JSONEvents: AnyObject {
    func null() -> Bool
    func boolean(_ value: Bool) -> Bool
    func integer(_ value: Int64) -> Bool
    func number(_ value: Double) -> Bool
    func string(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool
    func key(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool
    func startObject() -> Bool
    func endObject() -> Bool
    func startArray() -> Bool
    func endArray() -> Bool
}

/// Why a JSON text was not read to its end.
public struct JSONFailure: Error, Sendable {
    /// The receiver stopped the parse (it knows why); otherwise the text is not JSON.
    public let stopped: Bool
    /// Bytes from the start.
    public let offset: Int
    public let reason: String
}

extension JSONEvents {
    /// Reads one JSON text from memory.
    public func read(_ bytes: UnsafeRawBufferPointer) throws(JSONFailure) {
        let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        try check(withHandler { crj_parse(base, base == nil ? 0 : bytes.count, $0) })
    }

    /// Reads one JSON text from a source that fills a buffer and answers how many bytes it gave, 0 at the end.
    ///
    /// - Parameter nonFinite: take `NaN` and `Infinity`, which are not JSON but which Python writes, as numbers.
    public func read(
        nonFinite: Bool = false, from source: @escaping (UnsafeMutableRawBufferPointer) -> Int
    ) throws(JSONFailure) {
        let reader = PullSource(source)
        let context = Unmanaged.passUnretained(reader).toOpaque()
        let result = withExtendedLifetime(reader) {
            withHandler { handler in
                crj_parse_stream(
                    context,
                    { context, buffer, capacity in
                        guard let context, let buffer else { return 0 }
                        let source = Unmanaged<PullSource>.fromOpaque(context).takeUnretainedValue()
                        return source.pull(UnsafeMutableRawBufferPointer(start: buffer, count: capacity))
                    }, handler, nonFinite)
            }
        }
        try check(result)
    }

    /// The C parser finds the receiver where it lies for the length of the call: nothing is counted for each event.
    private func withHandler(_ body: (UnsafePointer<crj_handler>) -> crj_result) -> crj_result {
        let events: any JSONEvents = self
        return withUnsafePointer(to: events) { place in
            var handler = handler(for: UnsafeMutableRawPointer(mutating: place))
            return body(&handler)
        }
    }

    private func check(_ result: crj_result) throws(JSONFailure) {
        guard Int(result.code) != CRJ_OK else { return }
        let reason = result.message.map { String(cString: $0) } ?? ""
        throw JSONFailure(stopped: Int(result.code) == CRJ_STOPPED, offset: result.offset, reason: reason)
    }
}

private final class PullSource {
    let pull: (UnsafeMutableRawBufferPointer) -> Int
    init(_ pull: @escaping (UnsafeMutableRawBufferPointer) -> Int) { self.pull = pull }
}

@inline(__always) private func receiver(_ context: UnsafeMutableRawPointer?) -> (any JSONEvents)? {
    context?.assumingMemoryBound(to: (any JSONEvents).self).pointee
}

private func text(_ bytes: UnsafePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: UnsafeRawPointer(bytes)?.assumingMemoryBound(to: UInt8.self), count: bytes == nil ? 0 : count)
}

private func handler(for context: UnsafeMutableRawPointer) -> crj_handler {
    crj_handler(
        context: context,
        null: { receiver($0)?.null() ?? false },
        boolean: { receiver($0)?.boolean($1) ?? false },
        integer: { receiver($0)?.integer($1) ?? false },
        number: { receiver($0)?.number($1) ?? false },
        string: { receiver($0)?.string(text($1, $2)) ?? false },
        key: { receiver($0)?.key(text($1, $2)) ?? false },
        start_object: { receiver($0)?.startObject() ?? false },
        end_object: { receiver($0)?.endObject() ?? false },
        start_array: { receiver($0)?.startArray() ?? false },
        end_array: { receiver($0)?.endArray() ?? false })
}
