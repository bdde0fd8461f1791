import COpenSSL

/// HMAC-SHA-256 (RFC 2104).
public enum HMACSHA256 {
    public static func sign(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { buffer, initialized in
            _ = HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, buffer.baseAddress, nil)
            initialized = 32
        }
    }

    /// A key for one purpose from a master secret, so that no two uses share a key.
    public static func derive(_ purpose: String, from secret: [UInt8]) -> [UInt8] {
        sign(Array("fovea/\(purpose)".utf8), key: secret)
    }
}

/// Compares secrets in time that depends on their length alone.
public func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
}
