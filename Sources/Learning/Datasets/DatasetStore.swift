import Core
import Database
import Library
import ObjectStorage

/// SQL of dataset versions.
enum DatasetStore {
    static func find(_ connection: Connection, _ id: ID) throws -> Dataset? {
        try connection.first("SELECT \(Dataset.columns) FROM datasets WHERE id = $1", id, map: Dataset.init)
    }

    /// Newest first.
    static func page(_ connection: Connection, project: ID, below version: Int, limit: Int) throws -> [Dataset] {
        try connection.query(
            "SELECT \(Dataset.columns) FROM datasets WHERE project_id = $1 AND version < $2 ORDER BY version DESC LIMIT $3", project, version,
            limit, map: Dataset.init)
    }

    static func statistics(_ connection: Connection, _ id: ID) throws -> (DatasetStatistics, TaskType)? {
        try connection.first("SELECT statistics, task_type FROM datasets WHERE id = $1", id) { row in
            (DatasetStatistics(json: try row.json(0)), try row.value(1))
        }
    }

    static func taskType(_ connection: Connection, ofProject id: ID) throws -> TaskType? {
        try connection.first("SELECT task_type FROM projects WHERE id = $1", id) { try $0.value(0) }
    }

    /// Adds a version under the project's next number.
    static func insert(
        _ connection: Connection, project: ID, task: TaskType, _ body: DatasetBody, _ built: BuiltManifest, _ manifest: Blob, by user: ID,
        at now: Timestamp
    ) throws -> Dataset {
        // The project's row is the lock under which numbers are given out.
        guard try connection.exists("SELECT 1 FROM projects WHERE id = $1\(connection.dialect.forUpdate)", project) else {
            throw FoveaError.notFound("The project")
        }
        let last = try connection.integer("SELECT max(version) FROM datasets WHERE project_id = $1", project) ?? 0
        let dataset = Dataset(
            id: .make(at: now), projectID: project, version: last + 1, body: body, taskType: task, built: built, digest: manifest.digest,
            createdBy: user, at: now)
        try BlobRows.add(connection, manifest, at: now)
        let counts = built.statistics.bySplit
        try connection.execute(
            """
            INSERT INTO datasets (\(Dataset.columns), statistics)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            """,
            dataset.id, project, dataset.version, dataset.name, task.rawValue, JSON.array(built.classNames.map { .string($0) }),
            dataset.imageCount, dataset.annotationCount, counts.train, counts.val, counts.test, body.seed, body.preprocessing,
            body.augmentation, body.filter, manifest.digest, user, now, built.statistics.json)
        let rows = built.digests.lazy.map { [SQLValue.id(dataset.id), .bytes($0.bytes)] }
        try connection.copyIn("dataset_blobs", columns: ["dataset_id", "digest"], rows: rows)
        return dataset
    }
}
