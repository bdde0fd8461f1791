import Core
import Glibc

/// The browser's interface: a folder read into memory at start (a few hundred kilobytes), compressed once. Addresses that
/// name no file get `index.html`, because the interface routes by itself.
public struct StaticFiles: Sendable {
    private struct File: Sendable {
        let bytes: [UInt8]
        let packed: [UInt8]?
        let type: String
        let etag: String
        /// The name changes with the content, so a browser may keep it for ever.
        let isImmutable: Bool
    }

    private let files: [String: File]
    private let policy: String

    /// Reads a folder; disk calls, for the start of the program. Throws `FoveaError.notFound` when it has no `index.html`.
    ///
    /// - Parameter assetOrigins: other origins from which pictures are loaded and to which uploads go (an object store).
    public init(directory: String, assetOrigins: [String] = []) throws {
        var files: [String: File] = [:]
        try StaticFiles.read(directory, under: "", into: &files)
        guard files["index.html"] != nil else {
            throw FoveaError.notFound("index.html of the user interface in \(directory) (build it with `make web`); it")
        }
        self.files = files
        let others = assetOrigins.map { " " + $0 }.joined()
        policy = """
            default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob: data:\(others); \
            connect-src 'self'\(others); worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
            frame-ancestors 'none'
            """
    }

    private static func read(_ directory: String, under prefix: String, into files: inout [String: File]) throws {
        guard let listing = opendir(directory) else { return }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name.hasPrefix(".") { continue }
            let path = "\(directory)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                try read(path, under: "\(prefix)\(name)/", into: &files)
            } else if status.st_mode & S_IFMT == S_IFREG, !name.hasSuffix(".map") {
                let body = try FileBody.open(path)
                files[prefix + name] = file(prefix + name, body.read(at: 0, count: Int(body.length)))
            }
        }
    }

    private static func file(_ name: String, _ bytes: [UInt8]) -> File {
        let type = contentType(name)
        let compressible = bytes.count > 1024 && (type.hasPrefix("text/") || type.contains("json") || type.contains("svg") || type.contains("wasm"))
        return File(
            bytes: bytes, packed: compressible ? Gzip.compress(bytes, level: 9) : nil, type: type,
            etag: "\"\(SHA256.digest(bytes).description.prefix(24))\"", isImmutable: name.hasPrefix("assets/"))
    }

    static func contentType(_ name: String) -> String {
        switch name.split(separator: ".").last.map(String.init) ?? "" {
        case "html": "text/html; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "json", "webmanifest": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "webp": "image/webp"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "wasm": "application/wasm"
        case "txt": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }

    /// For `Router(fallback:)`.
    public func respond(to request: HTTPRequest) -> HTTPResponse? {
        let name = String(request.path.drop { $0 == "/" })
        if let file = files[name] { return response(file, for: request) }
        // A missing asset is missing: a page in its place would only confuse.
        let last = name.split(separator: "/").last ?? ""
        guard !name.hasPrefix("assets/"), !last.contains("."), let index = files["index.html"] else { return nil }
        return response(index, for: request)
    }

    private func response(_ file: File, for request: HTTPRequest) -> HTTPResponse {
        var headers: Headers = ["Content-Type": file.type, "ETag": file.etag]
        headers["Cache-Control"] = file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache"
        headers["Content-Security-Policy"] = policy
        headers["Referrer-Policy"] = "same-origin"
        if file.type.hasPrefix("text/html") { headers["Cross-Origin-Opener-Policy"] = "same-origin" }
        guard let packed = file.packed else { return HTTPResponse(headers: headers, body: .bytes(file.bytes)) }
        headers["Vary"] = "Accept-Encoding"
        guard request.headers.lists("gzip", in: "Accept-Encoding") else { return HTTPResponse(headers: headers, body: .bytes(file.bytes)) }
        headers["Content-Encoding"] = "gzip"
        headers["ETag"] = "W/\(file.etag)"
        return HTTPResponse(headers: headers, body: .bytes(packed))
    }
}
