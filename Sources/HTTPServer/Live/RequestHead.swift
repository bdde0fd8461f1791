import CMicroHTTPD
import Core

/// The head of a request as the library read it, checked for what it lets through: two readings of where a body ends are
/// how requests are smuggled past a proxy.
struct RequestHead {
    var headers: Headers
    var declaredLength: Int64?
    var isChunked = false
    var hasBody: Bool { isChunked || (declaredLength ?? 0) > 0 }

    /// Throws `FoveaError.malformed` (or `.tooLarge`, `.unsupportedType`) for heads that are refused.
    init(headers: Headers, version: String, uri: String, uriLimit: Int) throws {
        self.headers = headers
        guard version == "HTTP/1.1" || version == "HTTP/1.0" else { throw FoveaError(.malformed, "Only HTTP/1.1 is spoken here.") }
        guard uri.utf8.count <= uriLimit else { throw FoveaError(.malformed, "The address is longer than \(uriLimit) bytes.") }
        for header in headers.all where !RequestHead.isToken(header.name) || !RequestHead.isText(header.value) {
            throw FoveaError(.malformed, "A header is malformed.")
        }
        let hosts = headers.values("Host")
        guard hosts.count == 1 || (hosts.isEmpty && version == "HTTP/1.0") else {
            throw FoveaError(.malformed, "Exactly one Host header is needed.")
        }
        try readFraming(version)
    }

    private mutating func readFraming(_ version: String) throws {
        let lengths = headers.values("Content-Length")
        let codings = headers.values("Transfer-Encoding")
        guard lengths.isEmpty || codings.isEmpty else {
            throw FoveaError(.malformed, "Content-Length and Transfer-Encoding must not come together.")
        }
        if !codings.isEmpty {
            guard codings.count == 1, Headers.same(codings[0], "chunked"), version == "HTTP/1.1" else {
                throw FoveaError(.malformed, "The only Transfer-Encoding taken is chunked.")
            }
            isChunked = true
        }
        if !lengths.isEmpty {
            let text = lengths[0]
            guard lengths.count == 1, !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), let length = Int64(text) else {
                throw FoveaError(.malformed, "Content-Length must be one whole number.")
            }
            declaredLength = length
        }
        if !isChunked && lengths.isEmpty { declaredLength = 0 }
    }

    /// RFC 9110 section 5.6.2.
    static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122: true
                case 33, 35...39, 42, 43, 45, 46, 94, 95, 96, 124, 126: true
                default: false
                }
            }
    }

    /// No control characters but the tab.
    static func isText(_ value: String) -> Bool { value.utf8.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 } }

    /// Copies the headers out of the library's memory, which is gone after the first suspension.
    static func headers(of connection: OpaquePointer) -> Headers {
        let collected = HeaderCollector()
        let context = Unmanaged.passUnretained(collected).toOpaque()
        MHD_get_connection_values(
            connection, .HEADER_KIND,
            { context, _, name, value in
                guard let context, let name else { return .YES }
                let collector = Unmanaged<HeaderCollector>.fromOpaque(context).takeUnretainedValue()
                collector.all.append((String(cString: name), value.map { String(cString: $0) } ?? ""))
                return .YES
            }, context)
        return Headers(collected.all)
    }
}

private final class HeaderCollector {
    var all: [(name: String, value: String)] = []
}
