import COpenSSL

/// Random bytes from the operating system by way of OpenSSL.
public enum SecureRandom {
    public static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let base = buffer.baseAddress, count > 0 else { return }
            // Nothing secret can be made without randomness, and OpenSSL fails only when the kernel does.
            precondition(RAND_bytes(base, Int32(count)) == 1, "the operating system gave no random bytes")
            initialized = count
        }
    }

    /// A random word from Swift's generator (getrandom), for ids.
    static func word() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }

    /// URL-safe text with `count` bytes of randomness.
    public static func token(_ count: Int = 32) -> String { Base64URL.encode(bytes(count)) }
}
