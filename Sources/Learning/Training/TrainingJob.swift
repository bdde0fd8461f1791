import Core
import Database
import JobQueue
import Library
import ObjectStorage
import Processes

/// Runs one training: lays the folder out, drives the trainer, keeps curve and log, and at the end makes a model version in the
/// transaction that ends the job.
///
/// A worker that takes over goes on from the last checkpoint, when it can be found on this machine or in the store.
struct TrainingJob: JobHandler {
    static let name = "training"
    var kind: String { TrainingJob.name }
    /// A training takes the whole machine.
    let concurrency = 1
    let database: Database
    let store: any BlobStore
    let program: TrainerProgram
    let workDirectory: String
    let clock: WallClock

    func run(_ job: JobContext) async throws -> JobCompletion {
        let id = job.id
        let found = try await database.read { connection in
            try TrainingStore.find(connection, id).flatMap { run in try DatasetStore.find(connection, run.datasetID).map { (run, $0) } }
        }
        guard let (run, dataset) = found else { throw JobFailure("The run or its dataset was deleted.") }
        let folder = TrainingFolder(store: store, root: "\(workDirectory)/\(id)")
        job.log("Laying out \(dataset.imageCount) images.")
        let held = try await folder.lay(dataset.manifest, total: dataset.imageCount) { _ in try job.checkCancellation() }
        let resume = try await checkpoint(run, folder)
        let request = TrainerRequest(run: run, dataset: dataset, folder: folder, resume: resume)
        do {
            let outcome = try await train(job, run, request)
            let completion = try await complete(run, dataset, outcome)
            await folder.remove()
            withExtendedLifetime(held) {}
            return completion
        } catch {
            withExtendedLifetime(held) {}
            await keepCheckpoint(job, folder)
            throw error
        }
    }

    /// A finished epoch to go on from.
    private func checkpoint(_ run: TrainingRun, _ folder: TrainingFolder) async throws -> String? {
        let path = folder.lastCheckpoint
        if try await LocalDisk.executor.run({ LocalDisk.exists(path) }) { return path }
        guard let kept = try await database.read({ try TrainingStore.checkpoint($0, run.id) }) else { return nil }
        try await folder.restore(kept)
        return path
    }

    /// So that another machine can go on; what fails here fails nothing else.
    private func keepCheckpoint(_ job: JobContext, _ folder: TrainingFolder) async {
        let path = folder.lastCheckpoint
        do {
            guard try await LocalDisk.executor.run({ LocalDisk.exists(path) }) else { return }
            let blob = try await store.put(file: path)
            let (lease, now) = (job.lease, clock.now())
            try await database.write { connection in
                try lease.check(connection)
                try TrainingStore.keepCheckpoint(connection, lease.id, blob, at: now)
            }
            job.log("The last finished epoch is kept: the run can be resumed.")
        } catch {
            job.log("The last finished epoch could not be kept for other machines.")
        }
    }

    /// What training ended with.
    struct Outcome: Sendable {
        var exported: TrainerEvent.Exported
        var completed: JSON
    }

    private func complete(_ run: TrainingRun, _ dataset: Dataset, _ outcome: Outcome) async throws -> JobCompletion {
        let onnx = try await store.put(file: outcome.exported.path)
        var weights: Blob?
        if let path = outcome.exported.weightsPath { weights = try await store.put(file: path) }
        let blob = weights
        let scores = outcome.completed["metrics"]
        let (map, map50) = (scores?["val"]?["map"]?.double, scores?["val"]?["map50"]?.double)
        let seconds = outcome.completed["training_seconds"]?.double
        let metrics: JSON = [
            "map": map.map { .double($0) } ?? .null, "map50": map50.map { .double($0) } ?? .null, "val": scores?["val"] ?? .null,
            "test": scores?["test"] ?? .null, "per_class": outcome.completed["per_class"] ?? .null,
            "best_epoch": outcome.completed["best_epoch"] ?? .null,
        ]
        let now = clock.now()
        let result: JSON = ["map": metrics["map"] ?? .null, "map50": metrics["map50"] ?? .null, "onnx_sha256": .string(onnx.digest.description)]
        return JobCompletion(result) { connection in
            let model = try ModelStore.ofTraining(connection, project: run.projectID, name: run.name, owner: run.createdBy, at: now)
            let version = try ModelVersionStore.insert(
                connection,
                .init(
                    modelID: model, onnx: onnx, weights: blob,
                    classNames: outcome.exported.classNames.isEmpty ? dataset.classNames : outcome.exported.classNames, metrics: metrics,
                    imgSize: outcome.exported.imgSize, trainingID: run.id, datasetID: dataset.id, user: run.createdBy), at: now)
            try TrainingStore.finished(connection, run.id, model: model, version: version, map: map, map50: map50, seconds: seconds)
        }
    }
}
