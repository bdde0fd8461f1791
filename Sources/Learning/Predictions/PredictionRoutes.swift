import Core
import Database
import Detection
import Engine
import HTTPServer
import JobQueue
import Library
import ObjectStorage
import Review

/// `POST /api/predictions/infer` and `/api/predictions/batch`.
struct PredictionRoutes: Sendable {
    let database: Database
    let store: any BlobStore
    let queue: JobQueue
    let access: ModelAccess
    let work: DetectorWork
    let usage: ModelUsage
    let clock: WallClock
    /// Bytes of a picture.
    let fileLimit: Int
    private let inFlight = InFlight(limit: 32, of: "predictions")

    var routes: [Route] { [infer, batch] }

    private var infer: Route {
        .raw(
            .post, "/api/predictions/infer", "Find objects in a picture with a model", tag: "Predictions",
            access: .memberNamed(.viewer, by: "model_id"), accepts: [.multipart(texts: InferForm.texts, files: ["file": false])],
            answers: [.json(InferAnswer.self)], bodyLimit: Int64(fileLimit) + (1 << 20)
        ) { call in
            try await inFlight.run(call.userID) { try await infer(call) }
        }
    }

    private func infer(_ call: Call) async throws -> HTTPResponse {
        let form = try await InferForm.read(call.request, fileLimit: fileLimit, store: store)
        let model = try await ServedModel.find(call, access, modelID: form.modelID, versionID: form.versionID)
        if let imageID = form.imageID { try await call.require(form.saves ? .manager : .viewer, of: .image, imageID) }
        let watch = Stopwatch()
        do {
            let inference = try await answer(form, model)
            usage.recordSoon(model.versionID, milliseconds: watch.milliseconds)
            let analysisID = try await keep(inference, form, model, by: call.user.userID)
            return .json(InferAnswer(inference, model, analysisID: analysisID))
        } catch {
            usage.recordSoon(model.versionID, milliseconds: nil)
            throw error
        }
    }

    private func answer(_ form: InferForm, _ model: ServedModel) async throws -> Inference {
        let file = try await store.localFile(model.digest)
        return try await file.use { path in
            let engineModel = EngineModel(key: model.digest.description, path: path)
            if let picture = form.file {
                defer { withExtendedLifetime(picture) {} }
                return try await work.infer(picture.input, engineModel, form.thresholds)
            }
            guard let imageID = form.imageID, let digest = try await digest(of: imageID) else { throw FoveaError.notFound("The image") }
            let picture = try await store.localFile(digest)
            return try await picture.use { try await work.infer(.file($0), engineModel, form.thresholds) }
        }
    }

    private func digest(of imageID: ID) async throws -> Digest? {
        try await database.read { connection in
            try connection.first("SELECT digest FROM images WHERE id = $1 AND deleted_at IS NULL", imageID) { try $0.digest(0) }
        }
    }

    private func keep(_ inference: Inference, _ form: InferForm, _ model: ServedModel, by userID: ID?) async throws -> ID? {
        guard form.saves, let imageID = form.imageID else { return nil }
        let analysis = NewAnalysis(imageID: imageID, model, inference, form.thresholds, userID: userID)
        let now = clock.now()
        try await database.write { try AnalysisStore.insert($0, [analysis], at: now) }
        return analysis.id
    }

    private var batch: Route {
        .post(
            "/api/predictions/batch", "Find objects in many images with a model, as a job that keeps its answers as analyses",
            tag: "Predictions", access: .memberNamed(.manager, by: "project_id"), body: BatchBody.self, answer: BatchAnswer.self, status: 202
        ) { call, body in
            let model = try await ServedModel.find(call, access, modelID: body.modelID, versionID: body.versionID)
            let projectID = try await project(call, body)
            let userID = try call.user.userID
            let job = PredictionJob.make(model, body, projectID: projectID, userID: userID)
            try await database.write { [queue] connection in _ = try queue.enqueue(connection, job) }
            return BatchAnswer(jobID: job.id)
        }
    }

    /// The project that the body names, or the one of all its images; the caller must manage it.
    private func project(_ call: Call, _ body: BatchBody) async throws -> ID {
        if let projectID = body.projectID {
            try await call.require(.manager, of: .project, projectID)
            return projectID
        }
        let ids = body.imageIDs ?? []
        let found = try await database.read { connection in
            let isNamed = connection.dialect.contains("id", "$1", .idList)
            return try connection.query("SELECT DISTINCT project_id FROM images WHERE \(isNamed)", ids) { try $0.id(0) }
        }
        for id in found { try await call.require(.manager, of: .project, id) }
        guard let projectID = found.first else {
            call.restrictsToCaller()
            throw FoveaError.notFound("The image")
        }
        guard found.count == 1 else { throw FoveaError.invalid("image_ids", "must all be of one project") }
        return projectID
    }
}

struct BatchBody: WireInput {
    var modelID: ID?
    var versionID: ID?
    var projectID: ID?
    var imageIDs: [ID]?
    var confidence = 0.25
    var iou = 0.7

    init() {}
    static let fields = Fields<Self>(
        "PredictionBatchBody",
        Field("model_id", \.modelID, "Its deployed version answers.", optional: true),
        Field("version_id", \.versionID, optional: true),
        Field("project_id", \.projectID, "All images of the project, unless image_ids names some.", optional: true),
        Field("image_ids", \.imageIDs, .count(1...10_000), optional: true),
        Field("confidence", \.confidence, .range(0...1), optional: true),
        Field("iou", \.iou, .range(0...1), optional: true),
        check: { body, path, problems in
            if body.modelID == nil, body.versionID == nil { problems.add(path.member("model_id"), "is required, or version_id") }
            if body.projectID == nil, body.imageIDs == nil { problems.add(path.member("project_id"), "is required, or image_ids") }
        })
}

struct BatchAnswer: WireObject {
    var jobID: ID
    static let fields = Fields<Self>("PredictionBatchAnswer", Field("job_id", \.jobID))
}

extension NewAnalysis {
    /// What a model found, as an analysis of one image.
    init(
        imageID: ID, _ model: ServedModel, _ inference: Inference, _ thresholds: DetectionThresholds, jobID: ID? = nil, userID: ID?
    ) {
        self.init(
            imageID: imageID, modelName: model.name, modelVersion: model.versionNumber, versionID: model.versionID, jobID: jobID,
            parameters: thresholds.json, userID: userID,
            shapes: inference.predictions.map { Shape(className: $0.className, confidence: $0.confidence, box: $0.box) })
    }
}

extension DetectionThresholds {
    var json: JSON {
        // By way of text: 0.7 as a 32-bit number is 0.699999988.
        func short(_ value: Float) -> JSON { .double(Double(value.description) ?? Double(value)) }
        return .object(["confidence": short(confidence), "iou": short(iou)])
    }
}
