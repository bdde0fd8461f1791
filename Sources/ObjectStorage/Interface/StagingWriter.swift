import Core
import Glibc

/// Writes bytes as they come to a file that nobody else sees, and hashes them on the way. If it is dropped without
/// `finish()`, the file goes away; if the process dies, `sweepStaging` takes it.
public final class StagingWriter: Sendable {
    private struct State {
        var file: OpenFile?
        var hash = SHA256()
        var size: Int64 = 0
        var pending: [UInt8] = []
    }

    /// Chunks smaller than this are gathered, so that each visit to the disk's threads is worth it.
    private static let gather = 256 << 10

    private let path: String
    private let limit: Int64?
    private let executor: BlockingExecutor
    private let state: Lock<State>

    static func open(in directory: String, limit: Int64?, executor: BlockingExecutor) async throws -> StagingWriter {
        let path = "\(directory)/\(ID.make())"
        let file = try await executor.run { try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o640) }
        return StagingWriter(path: path, file: file, limit: limit, executor: executor)
    }

    private init(path: String, file: OpenFile, limit: Int64?, executor: BlockingExecutor) {
        self.path = path
        self.limit = limit
        self.executor = executor
        self.state = Lock(State(file: file))
    }

    deinit {
        if state.withLock({ $0.file != nil }) { unlink(path) }
    }

    /// Bytes written so far.
    public var size: Int64 { state.withLock { $0.size } }

    /// Appends. One call at a time. Throws `tooLarge` past the limit, `unavailable` when the disk is full.
    public func write(_ bytes: [UInt8]) async throws {
        let full = try state.withLock { state -> Bool in
            state.size += Int64(bytes.count)
            if let limit, state.size > limit {
                throw FoveaError(.tooLarge, "The file is larger than \(ByteCount.text(limit)).")
            }
            state.pending += bytes
            return state.pending.count >= Self.gather
        }
        if full {
            try await executor.run { try self.state.withLock { try Self.flush(&$0) } }
        }
    }

    /// Ends the file: what was written is on disk and its digest known. Call once.
    public func finish() async throws -> StagedFile {
        let blob: Blob = try await executor.run {
            try self.state.withLock { state in
                try Self.flush(&state)
                guard let file = state.file else { throw FoveaError.bug("a staging writer was finished twice") }
                try file.makeReadOnly()
                try file.sync()
                state.file = nil
                return Blob(digest: state.hash.finish(), size: state.size)
            }
        }
        return StagedFile(path: path, blob: blob)
    }

    /// Throws away what was written. Harmless after `finish()`.
    public func abort() async {
        let open = state.withLock { state -> Bool in
            defer { state.file = nil }
            return state.file != nil
        }
        if open { unlink(path) }
    }

    private static func flush(_ state: inout State) throws {
        guard !state.pending.isEmpty else { return }
        guard let file = state.file else { throw FoveaError.bug("a staging writer was used after its end") }
        try file.write(state.pending)
        state.hash.update(state.pending)
        state.pending.removeAll(keepingCapacity: true)
    }
}

/// A file that was written and hashed and is not yet a blob. It goes away unless it is `put`.
public final class StagedFile: Sendable {
    /// On this machine: to look at the content before it is put.
    public let path: String
    public let blob: Blob
    private let taken = Lock(false)

    init(path: String, blob: Blob) {
        self.path = path
        self.blob = blob
    }

    deinit { discard() }

    /// Throws it away. Harmless after it was put.
    public func discard() {
        if take() { unlink(path) }
    }

    /// True for the first caller alone, who is then answerable for the file.
    func take() -> Bool {
        taken.withLock { taken in
            defer { taken = true }
            return !taken
        }
    }
}
