import Core
import Database
import Library
import ObjectStorage

/// Makes and reads dataset versions.
public struct Datasets: Sendable {
    let database: Database
    let store: any BlobStore
    /// Where files lie while they are made.
    let workDirectory: String
    let clock: WallClock

    public init(database: Database, store: any BlobStore, workDirectory: String, clock: WallClock = .system) {
        self.database = database
        self.store = store
        self.workDirectory = workDirectory
        self.clock = clock
    }

    /// Freezes a project as it is now. Throws `invalid` when nothing matches the filter.
    public func create(project: ID, _ body: DatasetBody, by user: ID) async throws -> Dataset {
        let path = "\(workDirectory)/manifest-\(ID.make())"
        try await LocalDisk.executor.run { [workDirectory] in try LocalDisk.makeFolder(workDirectory) }
        defer { _ = LocalDisk.executor.submit { LocalDisk.remove(path) } }
        let (task, built) = try await database.read { connection in
            guard let task = try DatasetStore.taskType(connection, ofProject: project) else { throw FoveaError.notFound("The project") }
            // A closure may run twice: the second time begins anew.
            LocalDisk.remove(path)
            return (task, try ManifestBuilder(connection: connection, projectID: project, task: task, body: body).write(to: path))
        }
        guard built.statistics.images > 0 else {
            throw FoveaError.invalid("filter", "leaves no image: upload some first, or widen the filter")
        }
        let manifest = try await store.put(file: path)
        let now = clock.now()
        return try await database.write { connection in
            try DatasetStore.insert(connection, project: project, task: task, body, built, manifest, by: user, at: now)
        }
    }
}
