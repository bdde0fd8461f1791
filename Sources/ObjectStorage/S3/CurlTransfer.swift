import CCurl
import Core
import Glibc

/// One connection to the store: a libcurl easy handle driven through a multi handle of its own, so that a download can be
/// left and taken up again between chunks. Every call blocks: use it on a blocking executor.
///
/// `@unchecked Sendable`: the pool hands a transfer to one user at a time, and that user calls it from one thread at a time.
final class CurlTransfer: @unchecked Sendable {
    /// The most that is kept of a body before the reader asks for it; then the socket is left alone.
    static let window = 512 << 10

    let easy: OpaquePointerBox
    private let multi: OpaquePointer
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var attached = false
    private var paused = false
    private var result: CURLcode?
    var upload: UploadSource?
    private(set) var response = S3Response()
    private(set) var headersDone = false

    private static let initialized: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init() throws {
        guard Self.initialized, let easy = curl_easy_init() else { throw S3TransportError(detail: "libcurl did not start") }
        guard let multi = curl_multi_init() else {
            curl_easy_cleanup(easy)
            throw S3TransportError(detail: "libcurl did not start")
        }
        self.easy = OpaquePointerBox(easy)
        self.multi = OpaquePointer(multi)
    }

    deinit {
        detach()
        curl_easy_cleanup(easy.pointer)
        curl_multi_cleanup(UnsafeMutableRawPointer(multi))
    }

    /// Prepares `request`; nothing is sent before `advance`.
    func begin(_ request: S3Request, _ settings: S3Settings) throws {
        detach()
        response = S3Response()
        headersDone = false
        result = nil
        paused = false
        headerList = try configure(request, settings)
        guard curl_multi_add_handle(UnsafeMutableRawPointer(multi), easy.pointer) == CURLM_OK else {
            throw S3TransportError(detail: "libcurl took no more transfers")
        }
        attached = true
    }

    var isDone: Bool { result != nil }

    /// Works until `enough` says so or the answer is complete. Throws `S3TransportError` when the connection fails.
    func advance(until enough: (CurlTransfer) -> Bool) throws {
        if paused {
            paused = false
            curl_easy_pause(easy.pointer, CURLPAUSE_CONT)
        }
        while !enough(self), result == nil {
            var running: CInt = 0
            guard curl_multi_perform(UnsafeMutableRawPointer(multi), &running) == CURLM_OK else {
                throw S3TransportError(detail: "libcurl failed")
            }
            collect()
            if enough(self) || result != nil || paused { break }
            curl_multi_poll(UnsafeMutableRawPointer(multi), nil, 0, 1000, nil)
        }
        if let result, result != CURLE_OK {
            detach()
            throw S3TransportError(detail: String(cString: curl_easy_strerror(result)))
        }
    }

    /// Takes what has come of the body.
    func takeBody() -> [UInt8] {
        defer { response.body = [] }
        return response.body
    }

    /// Ends the transfer; if it was not complete its connection is closed.
    func detach() {
        if attached {
            curl_multi_remove_handle(UnsafeMutableRawPointer(multi), easy.pointer)
            attached = false
        }
        curl_slist_free_all(headerList)
        headerList = nil
        upload = nil
    }

    private func collect() {
        var left: CInt = 0
        while let message = curl_multi_info_read(UnsafeMutableRawPointer(multi), &left) {
            guard message.pointee.msg == CURLMSG_DONE else { continue }
            result = fovea_curl_message_result(message)
            headersDone = true
        }
    }

    // --- what libcurl calls ---

    func receive(header line: String) {
        if line.hasPrefix("HTTP/") {
            // A new status line: what came before was `100 Continue`.
            response.headers = [:]
            response.status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            response.headers[line[..<colon].lowercased()] = String(value)
        } else if line.isEmpty, response.status >= 200 {
            headersDone = true
        }
    }

    /// False leaves the bytes in libcurl until the reader has caught up.
    func receive(body: UnsafeRawBufferPointer) -> Bool {
        guard response.body.isEmpty || response.body.count + body.count <= Self.window else {
            paused = true
            return false
        }
        response.body.append(contentsOf: body.bindMemory(to: UInt8.self))
        return true
    }
}

/// `@unchecked Sendable`: the pointer itself never changes; who may use what it points to is the owner's affair.
struct OpaquePointerBox: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
    init(_ pointer: UnsafeMutableRawPointer) { self.pointer = pointer }
}

/// What a transfer sends, read as libcurl asks for it.
final class UploadSource {
    private let body: S3Request.Body
    private var at: Int64 = 0
    let count: Int64

    init?(_ body: S3Request.Body) {
        switch body {
        case .none: return nil
        case .bytes(let bytes): count = Int64(bytes.count)
        case .file(_, let range, _): count = range.upperBound - range.lowerBound
        }
        self.body = body
    }

    func seek(to offset: Int64) { at = offset }

    /// How many bytes were copied; nil when the file cannot be read.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let wanted = Int(min(Int64(buffer.count), count - at))
        guard wanted > 0 else { return 0 }
        switch body {
        case .none: return 0
        case .bytes(let bytes):
            buffer.copyBytes(from: bytes[Int(at)..<Int(at) + wanted])
        case .file(let file, let range, _):
            guard let bytes = try? file.read(wanted, at: range.lowerBound + at), bytes.count == wanted else { return nil }
            buffer.copyBytes(from: bytes)
        }
        at += Int64(wanted)
        return wanted
    }
}
