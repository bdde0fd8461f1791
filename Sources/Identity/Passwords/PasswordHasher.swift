import CArgon2
import Core

/// Argon2id (RFC 9106) with m = 19 MiB, t = 2, p = 1, as OWASP's password storage sheet has it. Hashing takes tens of
/// milliseconds and 19 MiB, so it has two threads of its own and a short queue: a flood of sign-ins answers 503 and starves
/// nothing else.
public struct PasswordHasher: Sendable {
    private let executor: BlockingExecutor
    private let memory: UInt32
    private let passes: UInt32

    /// - Parameter memory: KiB.
    public init(memory: UInt32 = 19 * 1024, passes: UInt32 = 2, threads: Int = 2, queueLimit: Int = 32) {
        self.memory = memory
        self.passes = passes
        executor = BlockingExecutor(name: "sign-in", threads: threads, queueLimit: queueLimit)
    }

    /// The encoded hash with its parameters and a fresh salt.
    public func hash(_ password: String) async throws -> String {
        try await executor.run { [memory, passes] in
            let bytes = Array(password.utf8), salt = SecureRandom.bytes(16)
            var encoded = [CChar](repeating: 0, count: 256)
            let status = argon2id_hash_encoded(
                passes, memory, 1, bytes, bytes.count, salt, salt.count, 32, &encoded, encoded.count)
            guard status == ARGON2_OK.rawValue else {
                throw FoveaError.bug("argon2: \(String(cString: argon2_error_message(status)))")
            }
            return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// Takes as long when there is no account (`hash` nil) as when the password is wrong, so that neither can be told.
    public func verify(_ password: String, against hash: String?) async throws -> Bool {
        let known = try await existing(hash)
        return try await executor.run {
            let bytes = Array(password.utf8)
            return argon2id_verify(known, bytes, bytes.count) == ARGON2_OK.rawValue && hash != nil
        }
    }

    private func existing(_ hash: String?) async throws -> String {
        if let hash { return hash }
        if let decoy = Self.decoy.withLock({ $0 }) { return decoy }
        let made = try await self.hash(SecureRandom.token())
        Self.decoy.withLock { $0 = made }
        return made
    }

    /// A hash of nothing known, to spend the same time on.
    private static let decoy = Lock<String?>(nil)
}
