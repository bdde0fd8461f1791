import Core
import Glibc
import HTTPServer

/// A client that sends exactly the bytes it is told to. Blocking: used from threads of its own.
final class RawClient {
    let descriptor: Int32
    private var buffer: [UInt8] = []

    struct Failed: Error { let reason: String }

    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var timeout = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard status == 0 else { throw Failed(reason: "connect") }
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var at = 0
        while at < bytes.count {
            let sent = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress.map { $0 + at }, bytes.count - at, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { throw Failed(reason: "send") }
            at += sent
        }
    }

    /// Up to `count` more bytes; empty at the end.
    func receiveSome(_ count: Int = 65536) throws -> [UInt8] {
        if !buffer.isEmpty {
            defer { buffer = [] }
            return buffer
        }
        var chunk = [UInt8](repeating: 0, count: count)
        let got = recv(descriptor, &chunk, count, 0)
        guard got >= 0 else { throw Failed(reason: "recv \(errno)") }
        return Array(chunk.prefix(got))
    }

    func receive(exactly count: Int) throws -> [UInt8] {
        var out: [UInt8] = []
        while out.count < count {
            let some = try receiveSome()
            if some.isEmpty { throw Failed(reason: "ended after \(out.count) of \(count)") }
            out += some
        }
        buffer = Array(out[count...])
        return Array(out.prefix(count))
    }

    /// True when the server has closed and nothing more comes.
    func isAtEnd() throws -> Bool {
        let some = try? receiveSome()
        buffer = some ?? []
        return some?.isEmpty ?? true
    }

    func readHead() throws -> (status: Int, headers: Headers) {
        var text: [UInt8] = []
        while !text.suffix(4).elementsEqual([13, 10, 13, 10]) {
            guard let end = text.firstRange(of: [13, 10, 13, 10]) else {
                let some = try receiveSome()
                if some.isEmpty { throw Failed(reason: "ended in the head: \(String(decoding: text, as: UTF8.self))") }
                text += some
                continue
            }
            buffer = Array(text[end.upperBound...])
            text = Array(text[..<end.upperBound])
        }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\r\n")
        let status = Int(lines[0].split(separator: " ")[1]) ?? 0
        let headers: [(name: String, value: String)] = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (String(parts[0]), String(parts[1].drop { $0 == " " }))
        }
        return (status, Headers(headers))
    }

    func readResponse(isHead: Bool = false) throws -> TestResponse {
        var (status, headers) = try readHead()
        while status == 100 { (status, headers) = try readHead() }
        if isHead || status == 204 || status == 304 { return TestResponse(status: status, headers: headers, bytes: []) }
        if let length = headers["Content-Length"].flatMap(Int.init) {
            return TestResponse(status: status, headers: headers, bytes: try receive(exactly: length))
        }
        var body: [UInt8] = []
        while true {
            let size = try readLine()
            let count = Int(size, radix: 16) ?? 0
            if count > 0 { body += try receive(exactly: count) }
            _ = try readLine()
            if count == 0 { return TestResponse(status: status, headers: headers, bytes: body) }
        }
    }

    private func readLine() throws -> String {
        var line: [UInt8] = []
        while true {
            let byte = try receive(exactly: 1)[0]
            if byte == 10 { return String(decoding: line.filter { $0 != 13 }, as: UTF8.self) }
            line.append(byte)
        }
    }
}

extension Array where Element == UInt8 {
    func firstRange(of needle: [UInt8]) -> Range<Int>? {
        guard count >= needle.count else { return nil }
        for start in 0...(count - needle.count) where self[start..<start + needle.count].elementsEqual(needle) {
            return start..<start + needle.count
        }
        return nil
    }
}
