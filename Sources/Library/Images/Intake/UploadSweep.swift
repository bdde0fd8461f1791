import Core
import Database
import JobQueue
import ObjectStorage

/// Throws away uploads that nobody finished: staged bytes after a day, announcements after a week.
public struct UploadSweep: JobHandler {
    public static let jobKind = "upload_sweep"
    public var kind: String { Self.jobKind }
    public let concurrency = 1
    let database: Database
    let blobs: any BlobStore
    let clock: WallClock

    public init(database: Database, blobs: any BlobStore, clock: WallClock = .system) {
        self.database = database
        self.blobs = blobs
        self.clock = clock
    }

    public static let schedule = JobSchedule("upload_sweep", every: .seconds(6 * 3600)) {
        NewJob(kind: jobKind, title: "Throw away unfinished uploads", priority: -10)
    }

    /// Longer than any presigned URL lives, and than any upload takes.
    private static let bytesLive: Duration = .seconds(24 * 3600)
    private static let rowsLive: Duration = .seconds(7 * 24 * 3600)

    public func run(_ job: JobContext) async throws -> JobCompletion {
        let now = clock.now()
        let swept = try await blobs.sweepStaging(before: now.advanced(by: .zero - Self.bytesLive))
        return JobCompletion(["swept": .int(Int64(swept))]) { connection in
            try connection.execute("DELETE FROM image_uploads WHERE created_at < $1", now.advanced(by: .zero - Self.rowsLive))
        }
    }
}
