import Agreement
import Core
import Database
import Geometry
import JobQueue
import Review

/// Compares the labels of a project's images with what a model said, and stores where they differ.
///
/// Images are done some hundreds at a time, each portion committed by itself and written over when a job is started anew. What
/// somebody decided stays: a likely mistake that was dismissed does not come back while the label stays what it was.
struct LabelErrorJob: JobHandler {
    static let name = "label_errors"
    let kind = LabelErrorJob.name
    let concurrency = 1
    let database: Database
    private static let portion = 200

    static func make(_ body: LabelErrorBody, projectID: ID, userID: ID?) -> NewJob {
        let payload: JSON = [
            "project_id": .string(projectID.description), "model_name": .string(body.modelName), "model_version": .string(body.modelVersion),
            "min_confidence": .double(body.minConfidence),
        ]
        return NewJob(
            kind: name, title: "Compare labels with \(body.modelName) \(body.modelVersion)", payload: payload, projectID: projectID,
            userID: userID)
    }

    func run(_ job: JobContext) async throws -> JobCompletion {
        let plan = try await plan(job)
        try await database.write { try LabelErrorWriting.begin($0, plan) }
        var place: ID?
        var images = 0, found = 0
        while true {
            try job.checkCancellation()
            let after = place
            let portion = try await database.read { try LabelErrorReading.images($0, plan, after: after, limit: Self.portion) }
            guard let last = portion.last else { break }
            found += try await database.write { try LabelErrorWriting.write($0, plan, portion) }
            place = last.id
            images += portion.count
            job.progress(Double(images) / Double(max(1, plan.images)), "\(images) of \(plan.images) images")
        }
        try await database.write { try LabelErrorWriting.end($0, plan) }
        return JobCompletion(["images": .int(Int64(images)), "found": .int(Int64(found))])
    }

    /// What a run compares.
    struct Plan: Sendable {
        var jobID: ID
        var projectID: ID
        var modelName: String
        var modelVersion: String
        var minConfidence: Double
        /// How many images the model has analysed.
        var images: Int
        /// The project's labels that the model ever says, by its names for them.
        var labels: [String: ID]
    }

    private func plan(_ job: JobContext) async throws -> Plan {
        guard let projectID = job.payload["project_id"]?.string.flatMap(ID.init), let name = job.payload["model_name"]?.string,
            let version = job.payload["model_version"]?.string, let confidence = job.payload["min_confidence"]?.double
        else { throw JobFailure("The job does not say what to compare.") }
        let jobID = job.id
        return try await database.read { connection in
            var plan = Plan(
                jobID: jobID, projectID: projectID, modelName: name, modelVersion: version, minConfidence: confidence, images: 0, labels: [:])
            plan.images = try LabelErrorReading.count(connection, plan)
            plan.labels = try LabelErrorReading.labels(connection, plan)
            return plan
        }
    }
}
