import Core
import Database
import ObjectStorage

/// SQL of model versions.
enum ModelVersionStore {
    static func find(_ connection: Connection, _ id: ID) throws -> ModelVersion? {
        try connection.first("SELECT \(ModelVersion.columns) FROM model_versions WHERE id = $1", id, map: ModelVersion.init)
    }

    /// Newest first.
    static func page(_ connection: Connection, model: ID, before: ID?, limit: Int) throws -> [ModelVersion] {
        try connection.query(
            "SELECT \(ModelVersion.columns) FROM model_versions WHERE model_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", model,
            before ?? ID(high: .max, low: .max), limit, map: ModelVersion.init)
    }

    static func newestReady(_ connection: Connection, model: ID) throws -> ModelVersion? {
        try connection.first(
            "SELECT \(ModelVersion.columns) FROM model_versions WHERE model_id = $1 AND status = 'READY' AND kind = 'detector' ORDER BY id DESC LIMIT 1",
            model,
            map: ModelVersion.init)
    }

    /// A version whose file is to be uploaded.
    static func insertUploading(
        _ connection: Connection, _ id: ID, _ body: ModelVersionBody, staging: StagingKey, by user: ID, at now: Timestamp
    ) throws {
        do {
            try connection.execute(
                """
                INSERT INTO model_versions (id, model_id, version_number, kind, status, class_names, metrics, staging, created_by, created_at)
                VALUES ($1, $2, $3, 'detector', 'UPLOADING', '[]', '{}', $4, $5, $6)
                """, id, body.modelID, body.versionNumber, staging.id, user, now)
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw FoveaError(.conflict, "The model has a version \(body.versionNumber) already.")
        }
        try count(connection, body.modelID, by: 1, at: now)
    }

    /// A version that training made, ready at once.
    struct Trained: Sendable {
        var modelID: ID
        var onnx: Blob
        var weights: Blob?
        var classNames: [String]
        var metrics: JSON
        var imgSize: Int
        var trainingID: ID
        var datasetID: ID
        var user: ID
    }

    static func insert(_ connection: Connection, _ trained: Trained, at now: Timestamp) throws -> ID {
        let id = ID.make(at: now)
        try BlobRows.add(connection, trained.onnx, at: now)
        if let weights = trained.weights { try BlobRows.add(connection, weights, at: now) }
        try count(connection, trained.modelID, by: 1, at: now)
        try connection.execute(
            """
            INSERT INTO model_versions (id, model_id, version_number, kind, status, class_names, metrics, img_size, size_bytes, digest,
                weights_digest, training_id, dataset_id, created_by, created_at)
            VALUES ($1, $2, $3, 'detector', 'READY', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """, id, trained.modelID, try nextNumber(connection, trained.modelID), JSON.array(trained.classNames.map { .string($0) }),
            trained.metrics, trained.imgSize, trained.onnx.size, trained.onnx.digest, trained.weights?.digest, trained.trainingID,
            trained.datasetID, trained.user, now)
        return id
    }

    /// A version that the operator added, ready at once.
    static func insertEmbedding(
        _ connection: Connection, model: ID, _ file: Blob, imgSize: Int, by user: ID, at now: Timestamp
    ) throws -> ID {
        let id = ID.make(at: now)
        try BlobRows.add(connection, file, at: now)
        try count(connection, model, by: 1, at: now)
        try connection.execute(
            """
            INSERT INTO model_versions (id, model_id, version_number, kind, status, class_names, metrics, img_size, size_bytes, digest,
                created_by, created_at) VALUES ($1, $2, $3, 'embedding', 'READY', '[]', '{}', $4, $5, $6, $7, $8)
            """, id, model, try nextNumber(connection, model), imgSize, file.size, file.digest, user, now)
        return id
    }

    /// The lowest whole number above all that are taken.
    private static func nextNumber(_ connection: Connection, _ model: ID) throws -> String {
        let taken = try connection.query("SELECT version_number FROM model_versions WHERE model_id = $1", model) { try $0.text(0) }
        return String((taken.compactMap { Int($0) }.max() ?? 0) + 1)
    }

    static func begin(_ connection: Connection, _ id: ID) throws {
        try connection.execute("UPDATE model_versions SET status = 'BUILDING', error_message = NULL WHERE id = $1", id)
    }

    static func staging(_ connection: Connection, _ id: ID) throws -> StagingKey? {
        try connection.first("SELECT staging FROM model_versions WHERE id = $1", id) { try $0.optionalID(0).map(StagingKey.init) } ?? nil
    }

    static func ready(_ connection: Connection, _ id: ID, _ blob: Blob, _ detector: DetectorDescription, at now: Timestamp) throws {
        try BlobRows.add(connection, blob, at: now)
        try connection.execute(
            """
            UPDATE model_versions SET status = 'READY', digest = $2, size_bytes = $3, class_names = $4, img_size = $5, staging = NULL,
            error_message = NULL WHERE id = $1
            """, id, blob.digest, blob.size, JSON.array(detector.classNames.map { .string($0) }), detector.imgSize)
    }

    static func failed(_ connection: Connection, _ id: ID, _ reason: String) throws {
        try connection.execute("UPDATE model_versions SET status = 'FAILED', error_message = $2 WHERE id = $1", id, reason)
    }

    static func delete(_ connection: Connection, _ version: ModelVersion, at now: Timestamp) throws {
        try connection.execute(
            "UPDATE models SET deployed_version_id = NULL, deployed_at = NULL WHERE id = $1 AND deployed_version_id = $2", version.modelID,
            version.id)
        try connection.execute("DELETE FROM model_versions WHERE id = $1", version.id)
        try count(connection, version.modelID, by: -1, at: now)
    }

    private static func count(_ connection: Connection, _ model: ID, by change: Int, at now: Timestamp) throws {
        try connection.execute("UPDATE models SET version_count = version_count + $2, updated_at = $3 WHERE id = $1", model, change, now)
    }
}

/// What the engine finds in an ONNX detector.
public struct DetectorDescription: Sendable {
    public var classNames: [String]
    /// Side of the square input, pixels; nil when the model takes any.
    public var imgSize: Int?

    public init(classNames: [String], imgSize: Int?) {
        self.classNames = classNames
        self.imgSize = imgSize
    }
}
