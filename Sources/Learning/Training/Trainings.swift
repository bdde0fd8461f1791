import Core
import Database
import JobQueue
import ObjectStorage

/// Starts training runs and hands over what they made: for the routes and for the command line.
public struct Trainings: Sendable {
    let database: Database
    let store: any BlobStore
    let queue: JobQueue
    let clock: WallClock

    /// Queues a run on a dataset version. Throws `invalid` when `dataset_id` names none that can be trained on.
    public func start(_ body: TrainingBody, by user: ID) async throws -> TrainingRun {
        let now = clock.now(), id = ID.make()
        return try await database.write { [queue] connection in
            guard let dataset = try DatasetStore.find(connection, body.datasetID),
                let (statistics, task) = try DatasetStore.statistics(connection, dataset.id)
            else { throw FoveaError.invalid("dataset_id", "names a project, not a dataset version: make a version first") }
            let validation = DatasetValidation(statistics, task: task)
            guard validation.ok else { throw FoveaError.invalid("dataset_id", "cannot be trained on: \(validation.errors.joined(separator: " "))") }
            let project = try connection.first("SELECT name FROM projects WHERE id = $1", dataset.projectID) { try $0.text(0) } ?? ""
            let name = body.name ?? "\(project) \(body.baseModel)"
            try queue.enqueue(
                connection,
                NewJob(id: id, kind: TrainingJob.name, title: "Train \(name)", projectID: dataset.projectID, userID: user, maxAttempts: 3))
            let batch = body.batchSize ?? Self.recipeBatch(dataset.bySplit.train)
            try TrainingStore.insert(connection, id, body, name: name, dataset: dataset, batchSize: batch, by: user, at: now)
            return try TrainingStore.find(connection, id).required("The training run")
        }
    }

    /// The trainer's recipe: eight pictures a step for small sets, sixteen from a thousand on.
    static func recipeBatch(_ images: Int) -> Int { max(1, min(images, images < 1000 ? 8 : 16)) }

    public func find(_ id: ID) async throws -> TrainingRun {
        try await database.read { try TrainingStore.find($0, id) }.required("The training run")
    }

    /// Asks a run to stop; it keeps what it has learned.
    public func cancel(_ id: ID) async throws { try await database.write { [queue] in try queue.cancel($0, id) } }

    /// Copies what a completed run made into a folder: `best.onnx`, `best.pt` and `metrics.json`. Answers the metrics. Throws
    /// `notFound` for a run that made nothing.
    public func write(_ run: TrainingRun, to folder: String) async throws -> JSON {
        let made = try await database.read { connection in
            try connection.first("SELECT digest, weights_digest, metrics FROM model_versions WHERE id = $1", run.modelVersionID) { row in
                (onnx: try row.digest(0), weights: try row.optionalDigest(1), metrics: try row.json(2))
            }
        }.required("The run's model")
        for (digest, name) in [(made.onnx, "best.onnx"), (made.weights, "best.pt")] {
            guard let digest else { continue }
            let file = try await store.localFile(digest)
            try await LocalDisk.executor.run { try LocalDisk.copy(file.path, to: "\(folder)/\(name)") }
        }
        try await LocalDisk.executor.run {
            LocalDisk.remove("\(folder)/metrics.json")
            let file = try LineFile("\(folder)/metrics.json")
            try file.write(made.metrics.text)
            try file.finish()
        }
        return made.metrics
    }
}
