import Clustering
import Core
import Database
import JobQueue
import NearDuplicates
import ObjectStorage

/// Signs the images of a project that have no signature yet, then finds groups of copies among all.
///
/// Signatures are stored as they come, some dozens at a time: a job that is started anew goes on with what is missing. Groups take
/// the place of the last search's in one transaction with the job's end.
struct DuplicateJob: JobHandler {
    static let name = "duplicates"
    let kind = DuplicateJob.name
    let concurrency = 1
    let database: Database
    let store: any BlobStore
    let sign: @Sendable (_ path: String) async throws -> PictureSignature
    let clock: WallClock
    /// Comparing blocks a thread.
    private let executor = BlockingExecutor(name: "duplicates", threads: 1, queueLimit: 4)
    private static let inFlight = 4
    private static let portion = 48
    /// What signing is of the whole, while there is something to sign.
    private static let signing = 0.9

    init(
        database: Database, store: any BlobStore, sign: @escaping @Sendable (String) async throws -> PictureSignature, clock: WallClock
    ) {
        (self.database, self.store, self.sign, self.clock) = (database, store, sign, clock)
    }

    static func make(projectID: ID, userID: ID?) -> NewJob {
        NewJob(kind: name, title: "Find duplicates", payload: ["project_id": .string(projectID.description)], projectID: projectID, userID: userID)
    }

    func run(_ job: JobContext) async throws -> JobCompletion {
        guard let projectID = job.payload["project_id"]?.string.flatMap({ ID($0) }) else { throw JobFailure("The job names no project.") }
        let (made, failed) = try await signAll(projectID, job)
        let (signed, dismissed) = try await database.read {
            (try SignatureStore.ofProject($0, projectID), try DuplicateStore.dismissed($0, projectID))
        }
        job.log("\(made) images signed, of which \(failed) could not be read; comparing \(signed.count).")
        let groups = try await find(signed, dismissed, job, from: made > 0 ? Self.signing : 0)
        let copies = groups.reduce(0) { $0 + $1.copies.count }
        let now = clock.now()
        job.log("\(copies) copies in \(groups.count) groups.")
        return JobCompletion(["groups": .int(Int64(groups.count)), "copies": .int(Int64(copies)), "failed": .int(Int64(failed))]) { connection in
            try DuplicateStore.replace(connection, projectID, groups, of: signed, at: now)
        }
    }

    private func signAll(_ projectID: ID, _ job: JobContext) async throws -> (made: Int, failed: Int) {
        let total = try await database.read { try SignatureStore.lackingCount($0, projectID) }
        var (last, made, failed): (ID?, Int, Int) = (nil, 0, 0)
        while true {
            try job.checkCancellation()
            let after = last
            let images = try await database.read { try SignatureStore.lacking($0, projectID, after: after, limit: Self.portion) }
            guard let end = images.last else { return (made, failed) }
            let found = try await sign(images)
            for one in found {
                guard case .failure(let error) = one.result else { continue }
                failed += 1
                job.log("Image \(one.imageID): \(error.message)")
            }
            let now = clock.now()
            try await database.write { try SignatureStore.put($0, found, at: now) }
            made += found.count
            last = end.id
            job.progress(Self.signing * Double(made) / Double(max(total, made, 1)), "\(made) of \(max(total, made)) signed")
        }
    }

    private func sign(_ images: [(id: ID, digest: Digest)]) async throws -> [SignatureStore.Made] {
        try await withThrowingTaskGroup(of: SignatureStore.Made.self) { group in
            var found: [SignatureStore.Made] = []
            for (index, image) in images.enumerated() {
                if index >= Self.inFlight, let one = try await group.next() { found.append(one) }
                group.addTask { try await sign(image.id, image.digest) }
            }
            for try await one in group { found.append(one) }
            return found
        }
    }

    private func sign(_ id: ID, _ digest: Digest) async throws -> SignatureStore.Made {
        do {
            let file = try await store.localFile(digest)
            return SignatureStore.Made(imageID: id, result: .success(try await file.use { try await sign($0) }))
        } catch let error as FoveaError where [.invalid, .unsupportedType, .tooLarge, .malformed, .internal].contains(error.kind) {
            // Else the store or the engine is away, and the job is to be tried again.
            return SignatureStore.Made(imageID: id, result: .failure(error))
        }
    }

    private func find(
        _ signed: [SignatureStore.Signed], _ dismissed: [ID: Set<ID>], _ job: JobContext, from start: Double
    ) async throws -> [DuplicateGroup] {
        let apart: @Sendable (Int, Int) -> Bool = { a, b in
            guard let first = dismissed[signed[a].imageID], let second = dismissed[signed[b].imageID] else { return false }
            return !first.isDisjoint(with: second)
        }
        let progress = WorkProgress(
            report: { job.progress(start + (1 - start) * $0, "Comparing \(signed.count) images") },
            isCancelled: { (try? job.checkCancellation()) == nil })
        do {
            return try await executor.run {
                try DuplicateFinder(signed.map(\.signature), apart: dismissed.isEmpty ? nil : apart, progress: progress).groups()
            }
        } catch is CancellationError {
            // Says so in the job's own way.
            try job.checkCancellation()
            throw CancellationError()
        }
    }
}
