import Core

/// Makes and checks the URLs under which Fovea serves the directory store's files itself:
///
///     <public URL>/files/staging/<uuid>?expires=<unix>&size=<maximum>&signature=<hex>
///     <public URL>/files/blobs/<digest>?expires=<unix>&type=...&disposition=...&filename=...&signature=<hex>
///
/// The signature is HMAC-SHA256, with a key derived for this purpose alone, over the method and every other part, so a URL
/// allows one thing. The host is not signed: a reverse proxy may change it.
public struct FileURLSigner: Sendable {
    /// What a URL allows.
    public enum Grant: Sendable, Equatable {
        case read(Digest, ServedFile)
        case write(StagingKey, maximumSize: Int64)
    }

    public static let prefix = "/files/"

    let publicURL: String
    let key: [UInt8]
    let clock: WallClock

    /// - Parameters:
    ///   - publicURL: scheme, host and port as browsers reach this server, without a trailing slash.
    ///   - secret: the server's master secret; the signing key is derived from it.
    public init(publicURL: String, secret: [UInt8], clock: WallClock = .system) {
        var url = publicURL
        while url.hasSuffix("/") { url.removeLast() }
        self.publicURL = url
        self.key = HMACSHA256.derive("file-urls", from: secret)
        self.clock = clock
    }

    public func sign(_ grant: Grant, expires: Duration) -> PresignedRequest {
        let until = clock.now().advanced(by: expires)
        let (method, path, parameters) = Self.describe(grant, until: until.seconds)
        let query = parameters.map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
        let signature = Hex.encode(mac(method, path, parameters))
        return PresignedRequest(
            method: method, url: "\(publicURL)\(path)?\(query)&signature=\(signature)", expires: until)
    }

    /// What a request is allowed to do. `query` holds decoded names and values.
    ///
    /// Throws `forbidden` for anything but a request that `sign` made, unaltered and not expired. `HEAD` goes where `GET` may.
    public func verify(method: String, path: String, query: [(name: String, value: String)]) throws -> Grant {
        let refused = FoveaError(.forbidden, "This link is not valid: its signature does not fit. Ask for a new one.")
        var values: [String: String] = [:]
        for (name, value) in query where values.updateValue(value, forKey: name) != nil { throw refused }
        guard let signature = values.removeValue(forKey: "signature").flatMap({ Hex.decode($0) }),
            let expires = values["expires"].flatMap({ Int64($0) }),
            let grant = Self.grant(path: path, values: values)
        else { throw refused }
        let (expected, signedPath, parameters) = Self.describe(grant, until: expires)
        let asked = method == "HEAD" ? "GET" : method
        // Everything that came must be something that was signed.
        guard asked == expected, path == signedPath, values.count == parameters.count,
            parameters.allSatisfy({ values[$0.0] == $0.1 }),
            constantTimeEqual(mac(asked, path, parameters), signature)
        else { throw refused }
        guard clock.now().seconds < expires else {
            throw FoveaError(.forbidden, "This link has expired. Ask for a new one.")
        }
        return grant
    }

    private func mac(_ method: String, _ path: String, _ parameters: [(String, String)]) -> [UInt8] {
        // Lengths in front keep parts from flowing into each other.
        var message = "\(method) \(path)\n"
        for (name, value) in parameters { message += "\(name) \(value.utf8.count) \(value)\n" }
        return HMACSHA256.sign(Array(message.utf8), key: key)
    }

    private static func describe(_ grant: Grant, until: Int64) -> (String, String, [(String, String)]) {
        switch grant {
        case .write(let key, let maximumSize):
            return ("PUT", "\(prefix)\(key)", [("expires", "\(until)"), ("size", "\(maximumSize)")])
        case .read(let digest, let file):
            var parameters = [
                ("expires", "\(until)"), ("type", file.contentType), ("disposition", file.disposition.rawValue),
            ]
            if let name = file.filename { parameters.append(("filename", name)) }
            return ("GET", "\(prefix)blobs/\(digest)", parameters)
        }
    }

    private static func grant(path: String, values: [String: String]) -> Grant? {
        guard path.hasPrefix(prefix) else { return nil }
        let parts = path.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "staging":
            guard let id = ID(parts[1]), let size = values["size"].flatMap({ Int64($0) }) else { return nil }
            return .write(StagingKey(id), maximumSize: size)
        case "blobs":
            guard let digest = Digest(hex: parts[1]), let type = values["type"],
                let disposition = values["disposition"].flatMap({ ServedFile.Disposition(rawValue: $0) })
            else { return nil }
            return .read(digest, ServedFile(contentType: type, disposition: disposition, filename: values["filename"]))
        default: return nil
        }
    }
}
