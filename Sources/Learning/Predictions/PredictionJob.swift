import Core
import Database
import Detection
import Engine
import JobQueue
import ObjectStorage
import Review

/// Runs a model over the images of a project and keeps what it finds as analyses.
///
/// Analyses are stored as they come, some dozens at a time, each complete by itself: a job that is started anew goes on with
/// the images it has not done, and one that is cancelled leaves what it found. Two workers on one job (after a lease was
/// lost) store each image once.
struct PredictionJob: JobHandler {
    static let name = "prediction"
    let kind = PredictionJob.name
    let concurrency = 1
    let database: Database
    let store: any BlobStore
    let work: DetectorWork
    let clock: WallClock
    /// Images under way at once, and stored at once.
    private static let inFlight = 4
    private static let stored = 32

    static func make(_ model: ServedModel, _ body: BatchBody, projectID: ID, userID: ID?) -> NewJob {
        var payload = JSONObject([
            ("version_id", .string(model.versionID.description)), ("project_id", .string(projectID.description)),
            ("confidence", .double(body.confidence)), ("iou", .double(body.iou)),
        ])
        if let ids = body.imageIDs { payload["image_ids"] = .array(ids.map { .string($0.description) }) }
        return NewJob(
            kind: name, title: "Predict with \(model.name) \(model.versionNumber)", payload: .object(payload), projectID: projectID,
            userID: userID)
    }

    func run(_ job: JobContext) async throws -> JobCompletion {
        let plan = try await plan(job)
        job.log("\(plan.images.count) images to analyse with \(plan.model.name) \(plan.model.versionNumber).")
        let file = try await store.localFile(plan.model.digest)
        let totals = try await file.use { path in
            try await analyse(job, plan, EngineModel(key: plan.model.digest.description, path: path))
        }
        job.log("\(totals.predictions) objects found; \(totals.failed) images could not be read.")
        return JobCompletion([
            "images": .int(Int64(totals.images)), "predictions": .int(Int64(totals.predictions)), "failed": .int(Int64(totals.failed)),
        ])
    }

    private struct Plan: Sendable {
        var model: ServedModel
        var thresholds: DetectionThresholds
        var images: [(id: ID, digest: Digest)]
        var userID: ID?
    }

    private struct Totals: Sendable {
        var images = 0
        var predictions = 0
        var failed = 0
    }

    private func plan(_ job: JobContext) async throws -> Plan {
        let payload = job.payload, id = job.id
        guard let versionID = payload["version_id"]?.string.flatMap({ ID($0) }),
            let projectID = payload["project_id"]?.string.flatMap({ ID($0) })
        else { throw JobFailure("The job names no model version.") }
        let wanted = payload["image_ids"]?.array.map { Set($0.compactMap { $0.string.flatMap { ID($0) } }) }
        return try await database.read { connection in
            guard let version = try ModelVersionStore.find(connection, versionID),
                let model = try ModelStore.find(connection, version.modelID)
            else { throw JobFailure("The model version was deleted.") }
            let served = try ServedModel(version, model)
            let done = try AnalysisStore.images(connection, ofJob: id)
            let all = try connection.query(
                "SELECT id, digest FROM images WHERE project_id = $1 AND deleted_at IS NULL ORDER BY id", projectID
            ) { (id: try $0.id(0), digest: try $0.digest(1)) }
            let images = all.filter { image in !done.contains(image.id) && wanted?.contains(image.id) != false }
            let userID = try connection.first("SELECT user_id FROM jobs WHERE id = $1", id) { try $0.optionalID(0) } ?? nil
            let thresholds = DetectionThresholds(
                confidence: Float(payload["confidence"]?.double ?? 0.25), iou: Float(payload["iou"]?.double ?? 0.7))
            return Plan(model: served, thresholds: thresholds, images: images, userID: userID)
        }
    }

    private func analyse(_ job: JobContext, _ plan: Plan, _ model: EngineModel) async throws -> Totals {
        var totals = Totals()
        var waiting: [NewAnalysis] = []
        try await withThrowingTaskGroup(of: NewAnalysis.self) { group in
            var next = plan.images.makeIterator()
            func add() {
                guard let image = next.next() else { return }
                group.addTask { try await one(image, job.id, plan, model) }
            }
            for _ in 0..<Self.inFlight { add() }
            while let analysis = try await group.next() {
                try job.checkCancellation()
                add()
                totals.images += 1
                totals.predictions += analysis.shapes.count
                if let reason = analysis.errorMessage {
                    totals.failed += 1
                    job.log("Image \(analysis.imageID): \(reason)")
                }
                waiting.append(analysis)
                if waiting.count >= Self.stored {
                    try await keep(waiting)
                    waiting = []
                }
                job.progress(Double(totals.images) / Double(max(plan.images.count, 1)), "\(totals.images) of \(plan.images.count)")
            }
        }
        try await keep(waiting)
        return totals
    }

    /// A picture that cannot be read is an answer; an engine that is away is not.
    private func one(_ image: (id: ID, digest: Digest), _ jobID: ID, _ plan: Plan, _ model: EngineModel) async throws -> NewAnalysis {
        do {
            let file = try await store.localFile(image.digest)
            let inference = try await file.use { try await work.infer(.file($0), model, plan.thresholds) }
            return NewAnalysis(imageID: image.id, plan.model, inference, plan.thresholds, jobID: jobID, userID: plan.userID)
        } catch let error as FoveaError where ![.unavailable, .conflict].contains(error.kind) {
            return NewAnalysis(
                imageID: image.id, modelName: plan.model.name, modelVersion: plan.model.versionNumber, versionID: plan.model.versionID,
                jobID: jobID, parameters: plan.thresholds.json, userID: plan.userID, shapes: [], errorMessage: error.message)
        }
    }

    private func keep(_ analyses: [NewAnalysis]) async throws {
        guard !analyses.isEmpty else { return }
        let now = clock.now()
        try await database.write { try AnalysisStore.insert($0, analyses, at: now) }
    }
}
