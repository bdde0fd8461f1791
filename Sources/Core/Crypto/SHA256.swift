import COpenSSL

/// A SHA-256 digest of some bytes: the name of a blob.
public struct Digest: Hashable, Sendable, CustomStringConvertible, Comparable {
    /// Exactly 32.
    public let bytes: [UInt8]

    /// Nil unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Nil unless there are 64 hexadecimal digits.
    public init?(hex: some StringProtocol) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }

    fileprivate init(unchecked bytes: [UInt8]) { self.bytes = bytes }

    public var description: String { Hex.encode(bytes) }
    public static func < (a: Digest, b: Digest) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

/// SHA-256 of bytes that come in pieces. Not for use by two threads at once.
public final class SHA256 {
    private let context: OpaquePointer

    public init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("OpenSSL has no SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    public func update(_ bytes: UnsafeRawBufferPointer) {
        _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    public func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// Ends the computation: call once.
    public func finish() -> Digest {
        let bytes = [UInt8](unsafeUninitializedCapacity: 32) { buffer, initialized in
            _ = EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            initialized = 32
        }
        return Digest(unchecked: bytes)
    }

    public static func digest(_ bytes: [UInt8]) -> Digest {
        let hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }

    public static func digest(_ text: String) -> Digest { digest(Array(text.utf8)) }
}
