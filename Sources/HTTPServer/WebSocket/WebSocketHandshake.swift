import COpenSSL
import Core

/// The opening handshake (RFC 6455 section 4.2).
enum WebSocketHandshake {
    /// The value of `Sec-WebSocket-Accept`. Throws when the request asks for no WebSocket of version 13.
    static func accept(_ request: HTTPRequest) throws -> String {
        let headers = request.headers
        guard headers.lists("websocket", in: "Upgrade"), headers.lists("upgrade", in: "Connection") else {
            throw FoveaError(.malformed, "This address speaks WebSocket: connect to it with a WebSocket client.")
        }
        guard headers["Sec-WebSocket-Version"] == "13" else {
            throw FoveaError(.malformed, "Only version 13 of the WebSocket protocol is spoken here.")
        }
        guard let key = headers["Sec-WebSocket-Key"], key.utf8.count == 24, key.hasSuffix("==") else {
            throw FoveaError(.malformed, "Sec-WebSocket-Key must be 16 bytes in Base64.")
        }
        return accept(key: key)
    }

    static func accept(key: String) -> String {
        let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
        let digest = [UInt8](unsafeUninitializedCapacity: 20) { buffer, initialized in
            _ = EVP_Digest(text, text.count, buffer.baseAddress, nil, EVP_sha1(), nil)
            initialized = 20
        }
        var out = [UInt8](repeating: 0, count: 29)
        let count = EVP_EncodeBlock(&out, digest, 20)
        return String(decoding: out.prefix(Int(count)), as: UTF8.self)
    }
}
