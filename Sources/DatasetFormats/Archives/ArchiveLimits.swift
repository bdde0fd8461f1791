import Core

/// What an archive may cost at most.
public struct ArchiveLimits: Sendable {
    /// Of all files together, unpacked.
    public var totalBytes: Int64 = 200 << 30
    public var entries = 5_000_000
    /// How many times larger than packed; judged once more than 64 MB have come out.
    public var ratio: Int64 = 200
    /// Compressions around each other, as of a tar that was gzipped twice.
    public var filters = 2

    public init() {}

    /// Throws `FoveaError.tooLarge` when so many bytes are too many.
    ///
    /// - Parameter unpacked: what has come out, at the end or at any stage between.
    func check(unpacked: Int64, packed: Int64) throws {
        guard unpacked <= totalBytes else { throw FoveaError(.tooLarge, "The archive unpacks to more than \(totalBytes) bytes.") }
        guard unpacked < 64 << 20 || unpacked / max(1, packed) <= ratio else {
            throw FoveaError(.tooLarge, "The archive unpacks to more than \(ratio) times its size: it was taken for a bomb.")
        }
    }
}
