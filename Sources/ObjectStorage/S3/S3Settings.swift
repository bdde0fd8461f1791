import Core

/// Where an S3-compatible store is and how to speak to it.
public struct S3Settings: Sendable {
    public var endpoint: S3Endpoint
    /// As browsers reach the store, when that differs: only presigned URLs name it.
    public var publicEndpoint: S3Endpoint
    public var bucket: String
    public var region: String
    public var accessKey: String
    public var secretKey: String
    public var limits = S3Limits()

    /// Throws `invalid` naming the setting that is wrong.
    public init(
        endpoint: String, publicEndpoint: String? = nil, bucket: String, region: String = "us-east-1", accessKey: String,
        secretKey: String
    ) throws {
        self.endpoint = try S3Endpoint(endpoint, setting: "S3_ENDPOINT")
        self.publicEndpoint = try publicEndpoint.map { try S3Endpoint($0, setting: "S3_PUBLIC_ENDPOINT") } ?? self.endpoint
        guard Self.isBucketName(bucket) else {
            throw FoveaError.invalid("S3_BUCKET", "must be 3 to 63 lower-case letters, digits, dots and hyphens")
        }
        guard !accessKey.isEmpty else { throw FoveaError.invalid("S3_ACCESS_KEY", "is missing") }
        guard !secretKey.isEmpty else { throw FoveaError.invalid("S3_SECRET_KEY", "is missing") }
        self.bucket = bucket
        self.region = region.isEmpty ? "us-east-1" : region
        self.accessKey = accessKey
        self.secretKey = secretKey
    }

    private static func isBucketName(_ name: String) -> Bool {
        (3...63).contains(name.utf8.count) && !name.hasPrefix(".") && !name.hasPrefix("-")
            && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
    }
}

/// Sizes in bytes at which the S3 protocol changes its ways.
public struct S3Limits: Sendable {
    /// Larger uploads go in parts.
    public var singlePut: Int64 = 16 << 20
    /// The least that a part, but for the last, may be.
    public var part: Int64 = 16 << 20
    /// The most that one server-side copy takes: 5 GiB in the protocol.
    public var singleCopy: Int64 = 5 << 30
    public var copyPart: Int64 = 1 << 30
    /// How many parts one upload may have.
    public var parts: Int64 = 10_000

    public init() {}
}

/// `http(s)://host[:port][/base]`.
public struct S3Endpoint: Sendable, Equatable {
    public let scheme: String
    /// With the port unless it is the scheme's own: the value of the Host header.
    public let host: String
    /// Empty, or begins with a slash and does not end in one.
    public let base: String

    init(_ text: String, setting: String) throws {
        let lower = text.lowercased()
        let wrong = FoveaError.invalid(setting, "must be a URL like https://s3.example.org or http://127.0.0.1:9000")
        guard let scheme = ["https", "http"].first(where: { lower.hasPrefix("\($0)://") }) else { throw wrong }
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" }
        let allowed: (UInt8) -> Bool = {
            (97...122).contains($0 | 0x20) || (48...58).contains($0) || $0 == 45 || $0 == 46 || $0 == 91 || $0 == 93
        }
        guard !authority.isEmpty, authority.utf8.allSatisfy(allowed) else { throw wrong }
        let standard = scheme == "https" ? ":443" : ":80"
        self.scheme = scheme
        self.host = String(authority.hasSuffix(standard) ? authority.dropLast(standard.count) : authority).lowercased()
        var path = rest.dropFirst(authority.count)
        while path.hasSuffix("/") { path = path.dropLast() }
        guard !path.contains("?"), !path.contains("#"), !path.contains("%"), !path.contains(" ") else { throw wrong }
        self.base = String(path)
    }
}
