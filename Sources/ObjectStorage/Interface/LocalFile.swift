import Core

/// A file on this machine that holds a blob. Do not write to it. It may disappear once this value is gone.
public final class LocalFile: Sendable {
    public let path: String
    public let blob: Blob
    private let release: (@Sendable () -> Void)?

    init(path: String, blob: Blob, release: (@Sendable () -> Void)? = nil) {
        self.path = path
        self.blob = blob
        self.release = release
    }

    deinit { release?() }

    /// Hands out the path for the length of `body`.
    public func use<Result>(_ body: (String) async throws -> Result) async rethrows -> Result {
        defer { withExtendedLifetime(self) {} }
        return try await body(path)
    }
}
