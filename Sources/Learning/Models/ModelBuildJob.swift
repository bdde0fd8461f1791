import Core
import Database
import JobQueue
import ObjectStorage

/// Takes an uploaded model out of staging, lets the engine look at it, and makes the version ready, or says what is wrong
/// with the file.
struct ModelBuildJob: JobHandler {
    static let name = "build"
    var kind: String { ModelBuildJob.name }
    let concurrency = 1
    let database: Database
    let store: any BlobStore
    /// Bytes of an uploaded model.
    let sizeLimit: Int64
    /// Throws a `FoveaError` whose message says why the file is no detector that can be served.
    let inspect: @Sendable (LocalFile) async throws -> DetectorDescription
    let clock: WallClock

    func run(_ job: JobContext) async throws -> JobCompletion {
        guard let id = job.payload["version_id"]?.string.flatMap({ ID($0) }) else { throw JobFailure("The job names no version.") }
        guard
            let (version, staging) = try await database.read({ connection in
                try ModelVersionStore.find(connection, id).map { ($0, try ModelVersionStore.staging(connection, id)) }
            })
        else { throw JobFailure("The version was deleted.") }
        do {
            let blob = try await blob(version, staging)
            job.log("The file has \(blob.size) bytes.")
            let file = try await store.localFile(blob.digest)
            let detector = try await inspect(file)
            job.log("A detector of \(detector.classNames.count) classes.")
            let now = clock.now()
            return JobCompletion(["version_id": .string(id.description)]) { connection in
                try ModelVersionStore.ready(connection, id, blob, detector, at: now)
            }
        } catch let error as FoveaError where error.kind != .unavailable && error.kind != .timeout {
            let reason = error.kind == .notFound ? "Nothing was uploaded." : error.message
            try await database.write { try ModelVersionStore.failed($0, id, reason) }
            throw JobFailure(reason)
        }
    }

    private func blob(_ version: ModelVersion, _ staging: StagingKey?) async throws -> Blob {
        if let staging { return try await store.complete(staging, maximumSize: sizeLimit) }
        guard let digest = version.digest, let stored = try await store.stat(digest) else { throw FoveaError.notFound("The upload") }
        return stored.blob
    }
}
