import Core
import Database
import ImageCodecs
import JobQueue
import ObjectStorage

/// The way of pictures into a project: staged bytes, header, blob, row. Uploads, imports and the demo all go through here.
public struct ImageIntake: Sendable {
    public let limits: ImageLimits
    let database: Database
    let blobs: any BlobStore
    let jobs: JobQueue
    let arrivals: ImageArrivals
    let clock: WallClock
    /// Headers are read from disk.
    let executor: BlockingExecutor
    let onArrival: Arrived

    /// Told of the project to which images came, in the transaction of their rows: for what follows from that elsewhere.
    public typealias Arrived = @Sendable (Connection, ID) throws -> Void

    public init(
        database: Database, blobs: any BlobStore, jobs: JobQueue, arrivals: ImageArrivals = .none, limits: ImageLimits = .standard,
        clock: WallClock = .system,
        executor: BlockingExecutor = BlockingExecutor(name: "image headers", threads: 4, queueLimit: 1024),
        onArrival: @escaping Arrived = { _, _ in }
    ) {
        self.database = database
        self.blobs = blobs
        self.jobs = jobs
        self.arrivals = arrivals
        self.limits = limits
        self.clock = clock
        self.executor = executor
        self.onArrival = onArrival
    }

    public func stage() async throws -> StagingWriter { try await blobs.stage(limit: Int64(limits.bytes)) }

    /// Reads the header of a staged file, refusing what is no picture with the reason, and makes it a blob.
    public func accept(_ staged: StagedFile, filename: String, id: ID = .make()) async throws -> ArrivedImage {
        let header = try await read(staged.path)
        let blob = try await blobs.put(staged)
        return arrived(blob, header, filename: filename, id: id)
    }

    /// The same for bytes that are in the store already.
    func accept(_ blob: Blob, filename: String, id: ID) async throws -> ArrivedImage {
        let file = try await blobs.localFile(blob.digest)
        let header = try await file.use { try await read($0) }
        return arrived(blob, header, filename: filename, id: id)
    }

    private func read(_ path: String) async throws -> ImageHeader {
        let limits = limits
        return try await executor.run { try ImageHeader.read(path: path, limits: limits) }
    }

    private func arrived(_ blob: Blob, _ header: ImageHeader, filename: String, id: ID) -> ArrivedImage {
        ArrivedImage(
            id: id, filename: Filename.clean(filename), digest: blob.digest, size: blob.size, contentType: header.type.mimeType,
            width: header.width, height: header.height)
    }

    /// Rows, counts and jobs for pictures that arrived, in one transaction.
    public func add(_ arrived: [ArrivedImage], projectID: ID, userID: ID?) async throws -> [Uploaded] {
        try await database.write { try add($0, arrived, projectID: projectID, userID: userID) }
    }

    /// The same within a transaction of the caller's.
    public func add(_ connection: Connection, _ arrived: [ArrivedImage], projectID: ID, userID: ID?) throws -> [Uploaded] {
        let answers = try ImageStore.insert(connection, arrived, projectID: projectID, userID: userID, at: clock.now())
        let new = answers.filter { $0.duplicateOf == nil }.map(\.imageID)
        try jobs.enqueue(connection, IngestJob.jobs(for: new, projectID: projectID, userID: userID))
        if !new.isEmpty {
            try jobs.enqueue(connection, arrivals.jobs(new, projectID, userID))
            try onArrival(connection, projectID)
        }
        return answers
    }
}
