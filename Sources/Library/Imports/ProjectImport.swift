import Core
import Database
import DatasetFormats

/// `fovea import PATH --project NAME`: into the project of that name, which is made when it is missing.
public struct ProjectImport: Sendable {
    let importer: DatasetImport

    public init(_ importer: DatasetImport) { self.importer = importer }

    /// - Parameters:
    ///   - project: a name, or an id.
    ///   - userID: for whom; owner of a project that is made.
    ///   - taskType: of a project that is made; nil: by what the dataset holds.
    public func run(
        _ request: ImportRequest, project: String, userID: ID, taskType: TaskType? = nil, progress: @Sendable (Int) throws -> Void = { _ in }
    ) async throws -> (projectID: ID, report: ImportReport) {
        let found = try await Self.find(project, importer.database)
        var request = request
        if let taskType = found?.taskType ?? taskType { request.prefersKeypoints = taskType == .pose }
        let chosen = Lock<ID?>(found?.id)
        let report = try await importer.run(
            request, by: userID,
            project: { preview in
                if let found { return found.id }
                let id = try await create(project, taskType ?? preview.taskType, userID)
                chosen.withLock { $0 = id }
                return id
            }, progress: progress)
        guard let projectID = chosen.withLock({ $0 }) else { throw FoveaError.bug("an import without a project") }
        return (projectID, report)
    }

    /// A project by its name or id. Throws when several have the name.
    public static func find(_ project: String, _ database: Database) async throws -> (id: ID, taskType: TaskType)? {
        let id = ID(project)
        let matches = try await database.read { connection in
            try connection.query(
                "SELECT id, task_type FROM projects WHERE name = $1 OR id = $2 ORDER BY id LIMIT 2", project, id
            ) { row in (id: try row.id(0), taskType: try row.value(1) as TaskType) }
        }
        guard matches.count < 2 else {
            throw FoveaError.invalid(
                "project", "names several projects; give the id of one: \(matches.map(\.id.description).joined(separator: ", "))")
        }
        if matches.isEmpty, id != nil { throw FoveaError.notFound("The project \(project)") }
        return matches.first
    }

    /// The project of that name or id, which is made when it is missing.
    public func ensure(_ project: String, _ taskType: TaskType, owner: ID) async throws -> ID {
        if let found = try await Self.find(project, importer.database) { return found.id }
        return try await create(project, taskType, owner)
    }

    private func create(_ name: String, _ taskType: TaskType, _ owner: ID) async throws -> ID {
        var body = ProjectBody()
        body.name = name
        body.taskType = taskType
        // The constraints of the API hold here too.
        let checked = try ProjectBody.decode(JSON.parse(body.encoded()))
        let now = importer.clock.now()
        return try await importer.database.write { try ProjectCreation.create($0, checked, owner: owner, at: now) }
    }
}
