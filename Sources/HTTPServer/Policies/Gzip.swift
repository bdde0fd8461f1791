import CZlib

/// Compresses larger JSON and text for clients that take gzip. The lightest level: most of the gain for little time.
enum Gzip {
    static let smallest = 4096

    static func apply(to response: inout HTTPResponse, for request: HTTPRequest) {
        guard case .bytes(let bytes) = response.body, bytes.count >= smallest, response.status != 206,
            !response.headers.contains("Content-Encoding"), let type = response.headers["Content-Type"], isText(type)
        else { return }
        response.headers.add("Vary", "Accept-Encoding")
        guard request.headers.lists("gzip", in: "Accept-Encoding"), let packed = compress(bytes), packed.count < bytes.count else { return }
        response.body = .bytes(packed)
        response.headers["Content-Encoding"] = "gzip"
        if let etag = response.headers["ETag"], !etag.hasPrefix("W/") { response.headers["ETag"] = "W/" + etag }
    }

    private static func isText(_ type: String) -> Bool {
        type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("application/problem+json")
            || type.hasPrefix("image/svg+xml") || type.hasPrefix("application/javascript")
    }

    static func compress(_ bytes: [UInt8], level: Int32 = 1) -> [UInt8]? {
        var stream = z_stream()
        guard czlib_deflate_init_gzip(&stream, level) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        var status = Z_OK
        var input = bytes
        let out = [UInt8](unsafeUninitializedCapacity: bound) { buffer, initialized in
            input.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(bound)
                status = deflate(&stream, Z_FINISH)
            }
            initialized = Int(stream.total_out)
        }
        return status == Z_STREAM_END ? out : nil
    }
}
