import Core
import Database
import DatasetFormats
import JobQueue
import ObjectStorage

/// Unpacks an uploaded archive and imports the dataset in it. Portions are committed as they come, and each is whole: a job
/// that was cut off or is tried again adds what is missing.
public struct ImportJob: JobHandler {
    public static let kind: String = "import"
    public var kind: String { Self.kind }
    public let concurrency = 1
    let database: Database
    let blobs: any BlobStore
    let importer: DatasetImport
    /// Where archives are unpacked; the system's place when nil.
    let temporary: String?

    public init(database: Database, blobs: any BlobStore, importer: DatasetImport, temporary: String? = nil) {
        self.database = database
        self.blobs = blobs
        self.importer = importer
        self.temporary = temporary
    }

    public func run(_ job: JobContext) async throws -> JobCompletion {
        let id = job.id
        guard let announced = try await database.read({ try ImportStore.find($0, id) }) else {
            throw JobFailure("The import was announced for a project that is gone.")
        }
        job.progress(0, "Checking the archive")
        let digest = try await archive(id, announced)
        let file = try await blobs.localFile(digest)
        var request = ImportRequest(path: file.path)
        request.format = announced.format
        let projectID = announced.projectID
        let taskType = try await database.read {
            try $0.first("SELECT task_type FROM projects WHERE id = $1", projectID) { try $0.value(0) as TaskType }
        }
        request.prefersKeypoints = taskType.map { $0 == .pose }
        request.yoloTask = announced.yoloTask
        request.temporary = temporary
        request.proceed = { try job.checkCancellation() }
        let userID = job.lease.userID
        let isArchive = try await importer.executor.run { ArchiveExtractor.isArchive(file.path) }
        guard isArchive else { throw JobFailure("\(announced.filename) is no ZIP or tar archive.") }
        job.progress(0.02, "Unpacking the archive")
        let report = try await importer.run(
            request, by: userID, project: { _ in announced.projectID },
            progress: { done in
                try job.checkCancellation()
                // How many there are is not known beforehand: the bar nears its end the more have come.
                job.progress(0.05 + 0.9 * (1 - 1 / (1 + Double(done) / 500)), "\(done) images")
            })
        withExtendedLifetime(file) {}
        job.log(
            "\(report.images) images and \(report.annotations) annotations were added, \(report.duplicates) images were there already, \(report.skipped) things were skipped."
        )
        for problem in report.problems.prefix(50) {
            job.log("\(problem.file)\(problem.row.map { " (\($0))" } ?? ""): \(problem.reason)")
        }
        await discard(id, digest)
        return JobCompletion(report.json)
    }

    /// The upload as a blob; when the job is tried again, the one that it became before.
    private func archive(_ id: ID, _ announced: ImportStore.Announced) async throws -> Digest {
        if let digest = announced.digest { return digest }
        let digest = try await StagedUpload.complete(blobs, id, announced: announced.size, what: "archive")
        try await database.write { try ImportStore.set($0, id, digest: digest) }
        return digest
    }

    /// The archive is not kept. Failing to throw it away is no reason to fail: it is then collected as garbage.
    private func discard(_ id: ID, _ digest: Digest) async {
        do {
            let isNeeded = try await database.write { connection in
                try ImportStore.set(connection, id, digest: nil)
                return try ImportStore.isNeeded(connection, digest, besides: id)
            }
            if !isNeeded { try await blobs.delete(digest) }
        } catch {}
    }
}
