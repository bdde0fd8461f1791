import CCurl
import Core
import Glibc

extension CurlTransfer {
    /// Sets every option for one request; answers the header list, which must outlive the transfer.
    func configure(_ request: S3Request, _ settings: S3Settings) throws -> UnsafeMutablePointer<curl_slist>? {
        let easy = easy.pointer
        // Keeps connections and forgets the options of the request before.
        curl_easy_reset(easy)
        let endpoint = settings.endpoint
        let query = request.canonicalQuery
        let key = request.key.isEmpty ? "" : "/\(PercentEncoding.encode(request.key, keepingSlash: true))"
        let path = "\(endpoint.base)/\(settings.bucket)\(key)"
        fovea_curl_set_string(easy, CURLOPT_URL, "\(endpoint.scheme)://\(endpoint.host)\(path)\(query.isEmpty ? "" : "?\(query)")")
        fovea_curl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        fovea_curl_set_string(easy, CURLOPT_PROXY, "")
        fovea_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        fovea_curl_set_long(easy, CURLOPT_PATH_AS_IS, 1)
        fovea_curl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        fovea_curl_set_long(easy, CURLOPT_BUFFERSIZE, 64 << 10)
        // A store that is away is noticed in seconds, one that stalls in half a minute; a slow one may take its time.
        fovea_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, 5000)
        fovea_curl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, 1)
        fovea_curl_set_long(easy, CURLOPT_LOW_SPEED_TIME, 30)
        setCallbacks()

        var headers = request.headers
        var source: UploadSource?
        switch request.method {
        case "HEAD": fovea_curl_set_long(easy, CURLOPT_NOBODY, 1)
        case "PUT":
            source = UploadSource(request.body) ?? UploadSource(.bytes([]))
            fovea_curl_set_long(easy, CURLOPT_UPLOAD, 1)
            fovea_curl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(source?.count ?? 0))
        case "POST":
            guard case .bytes(let bytes) = request.body else { throw FoveaError.bug("a POST to the store needs bytes") }
            fovea_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
            bytes.withUnsafeBytes { buffer in
                // Copied by libcurl at once.
                var empty: UInt8 = 0
                let base = UnsafeMutableRawPointer(mutating: buffer.baseAddress)
                withUnsafeMutableBytes(of: &empty) { _ = fovea_curl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, base ?? $0.baseAddress) }
            }
            headers.append(("Content-Type", "application/xml"))
        default: fovea_curl_set_string(easy, CURLOPT_CUSTOMREQUEST, request.method)
        }
        upload = source
        return try set(
            SigV4(settings).headers(
                method: request.method, host: endpoint.host, path: path, query: query, headers: headers,
                body: request.bodyDigest, now: .now()))
    }

    private func set(_ headers: [(String, String)]) throws -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for (name, value) in headers {
            guard let longer = curl_slist_append(list, "\(name): \(value)") else {
                curl_slist_free_all(list)
                throw S3TransportError(detail: "out of memory")
            }
            list = longer
        }
        fovea_curl_set_pointer(easy.pointer, CURLOPT_HTTPHEADER, list)
        return list
    }

    /// libcurl calls these on the thread that is inside `advance`, while `self` is alive.
    private func setCallbacks() {
        let easy = easy.pointer
        let context = Unmanaged.passUnretained(self).toOpaque()
        for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_READDATA, CURLOPT_SEEKDATA] {
            fovea_curl_set_pointer(easy, option, context)
        }
        fovea_curl_set_io(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let context, let bytes else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            let taken = transfer.receive(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
            return taken ? size * count : fovea_curl_pause
        }
        fovea_curl_set_io(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let context, let bytes else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            var line = UnsafeRawBufferPointer(start: bytes, count: size * count)[...]
            while let last = line.last, last == 0x0A || last == 0x0D { line = line.dropLast() }
            transfer.receive(header: String(decoding: line, as: UTF8.self))
            return size * count
        }
        fovea_curl_set_io(easy, CURLOPT_READFUNCTION) { bytes, size, count, context in
            guard let context, let bytes else { return fovea_curl_abort }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            let buffer = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
            return transfer.upload?.read(into: buffer) ?? fovea_curl_abort
        }
        fovea_curl_set_seek(easy) { context, offset, origin in
            guard let context, origin == SEEK_SET else { return 1 }
            Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue().upload?.seek(to: Int64(offset))
            return 0
        }
    }
}

extension S3Request {
    private static let emptyDigest = SHA256.digest([])

    var bodyDigest: Digest {
        switch body {
        case .none: Self.emptyDigest
        case .bytes(let bytes): SHA256.digest(bytes)
        case .file(_, _, let digest): digest
        }
    }
}
