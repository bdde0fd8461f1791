import Core
import Database
import JobQueue
import ObjectStorage

/// SQL of training runs.
enum TrainingStore {
    static func find(_ connection: Connection, _ id: ID) throws -> TrainingRun? {
        try connection.first("SELECT \(TrainingRun.columns) FROM \(TrainingRun.source) WHERE r.id = $1", id, map: TrainingRun.init)
    }

    /// Newest first, of the projects listed; of all when nil.
    static func page(_ connection: Connection, projects: [ID]?, dataset: ID?, before: ID?, limit: Int) throws -> [TrainingRun] {
        var values: [SQLValue] = [.id(before ?? ID(high: .max, low: .max)), .integer(Int64(limit))]
        var conditions = ""
        if let projects {
            values.append(.idList(projects))
            conditions += " AND \(connection.dialect.contains("r.project_id", "$\(values.count)", .idList))"
        }
        if let dataset {
            values.append(.id(dataset))
            conditions += " AND r.dataset_id = $\(values.count)"
        }
        return try connection.query(
            "SELECT \(TrainingRun.columns) FROM \(TrainingRun.source) WHERE r.id < $1\(conditions) ORDER BY r.id DESC LIMIT $2",
            values: values, map: TrainingRun.init)
    }

    static func insert(
        _ connection: Connection, _ id: ID, _ body: TrainingBody, name: String, dataset: Dataset, batchSize: Int, by user: ID, at now: Timestamp
    ) throws {
        try connection.execute(
            """
            INSERT INTO training_runs (id, project_id, dataset_id, name, base_model, epochs, batch_size, img_size, learning_rate, patience,
                seed, device, current_epoch, notes, created_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, '[]', $13, $14)
            """, id, dataset.projectID, dataset.id, name, body.baseModel, body.epochs, batchSize, body.imgSize, body.learningRate,
            body.patience, body.seed, body.device, user, now)
    }

    static func metrics(_ connection: Connection, _ id: ID) throws -> [EpochMetrics] {
        try connection.query("SELECT epoch, train, val, lr, seconds FROM training_metrics WHERE run_id = $1 ORDER BY epoch", id) { row in
            EpochMetrics(
                epoch: try row.int(0), train: RawJSON(trusted: try row.text(1)), val: RawJSON(trusted: try row.text(2)),
                lr: try row.optionalDouble(3), seconds: try row.double(4))
        }
    }

    /// An epoch's row and what it changes in the run. A resumed run may tell an epoch again: the last word stands.
    static func add(_ connection: Connection, _ id: ID, _ metrics: EpochMetrics, best: (map: Double, map50: Double)?) throws {
        try connection.execute(
            """
            INSERT INTO training_metrics (run_id, epoch, train, val, lr, seconds) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (run_id, epoch) DO UPDATE SET train = excluded.train, val = excluded.val, lr = excluded.lr, seconds = excluded.seconds
            """, id, metrics.epoch, metrics.train.text, metrics.val.text, metrics.lr, metrics.seconds)
        try connection.execute(
            """
            UPDATE training_runs SET current_epoch = $2, best_map = COALESCE($3, best_map), best_map50 = COALESCE($4, best_map50),
            training_time = (SELECT sum(seconds) FROM training_metrics WHERE run_id = $1) WHERE id = $1
            """, id, metrics.epoch, best?.map, best?.map50)
    }

    /// A run that begins anew forgets the curve of an attempt that it does not continue.
    static func restart(_ connection: Connection, _ id: ID, from epoch: Int) throws {
        try connection.execute("DELETE FROM training_metrics WHERE run_id = $1 AND epoch > $2", id, epoch)
        try connection.execute("UPDATE training_runs SET current_epoch = $2 WHERE id = $1", id, epoch)
        if epoch == 0 {
            try connection.execute("UPDATE training_runs SET best_map = NULL, best_map50 = NULL, training_time = NULL WHERE id = $1", id)
        }
    }

    static func started(_ connection: Connection, _ id: ID, pretrained: Bool?, batchSize: Int?, notes: [String]) throws {
        try connection.execute(
            "UPDATE training_runs SET pretrained = $2, batch_size = COALESCE($3, batch_size), notes = $4 WHERE id = $1", id, pretrained,
            batchSize, JSON.array(notes.map { .string($0) }))
    }

    static func finished(
        _ connection: Connection, _ id: ID, model: ID, version: ID, map: Double?, map50: Double?, seconds: Double?
    ) throws {
        try connection.execute(
            """
            UPDATE training_runs SET model_id = $2, model_version_id = $3, best_map = COALESCE($4, best_map),
            best_map50 = COALESCE($5, best_map50), training_time = COALESCE($6, training_time), checkpoint = NULL WHERE id = $1
            """, id, model, version, map, map50, seconds)
    }

    static func keepCheckpoint(_ connection: Connection, _ id: ID, _ blob: Blob, at now: Timestamp) throws {
        try BlobRows.add(connection, blob, at: now)
        try connection.execute("UPDATE training_runs SET checkpoint = $2 WHERE id = $1", id, blob.digest)
    }

    static func checkpoint(_ connection: Connection, _ id: ID) throws -> Digest? {
        try connection.first("SELECT checkpoint FROM training_runs WHERE id = $1", id) { try $0.optionalDigest(0) } ?? nil
    }
}
