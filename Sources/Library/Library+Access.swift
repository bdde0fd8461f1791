import Core
import Database
import HTTPServer

extension ResourceKind {
    public static let image: ResourceKind = "image"
    public static let label: ResourceKind = "label"
    public static let tag: ResourceKind = "tag"
    public static let comment: ResourceKind = "comment"
    public static let assignment: ResourceKind = "assignment"
    public static let layer: ResourceKind = "layer"
    public static let consensus: ResourceKind = "consensus"
    public static let sequence: ResourceKind = "sequence"
    /// An announced video; it has its job's id.
    public static let videoTicket: ResourceKind = "video"
}

extension Access {
    /// A role in the project of the image that the path names as `{image_id}`.
    public static func image(_ role: Role) -> Access { .member(role, of: .image, by: "image_id") }
    static func assignment(_ role: Role) -> Access { .member(role, of: .assignment, by: "assignment_id") }
    static func layer(_ role: Role) -> Access { .member(role, of: .layer, by: "layer_id") }
    static func sequence(_ role: Role) -> Access { .member(role, of: .sequence, by: "sequence_id") }
    static func consensus(_ role: Role) -> Access { .member(role, of: .consensus, by: "consensus_id") }
}

/// How the project of each kind of thing is found, for Identity: a statement whose `$1` is the thing's id.
public enum LibraryResources {
    public static let projectOf: [ResourceKind: String] = [
        .project: "SELECT id FROM projects WHERE id = $1",
        .image: "SELECT project_id FROM images WHERE id = $1",
        .imageUpload: "SELECT project_id FROM image_uploads WHERE image_id = $1",
        .importTicket: "SELECT project_id FROM imports WHERE job_id = $1",
        .label: "SELECT project_id FROM labels WHERE id = $1",
        .tag: "SELECT project_id FROM tags WHERE id = $1",
        .imageView: "SELECT project_id FROM image_views WHERE id = $1",
        .bulkOperation: "SELECT project_id FROM bulk_operations WHERE id = $1",
        .comment: "SELECT i.project_id FROM comments c JOIN images i ON i.id = c.image_id WHERE c.id = $1",
        .assignment: "SELECT project_id FROM assignments WHERE id = $1",
        .layer: "SELECT project_id FROM layers WHERE id = $1",
        .consensus: "SELECT project_id FROM consensus_sets WHERE id = $1",
        .sequence: "SELECT project_id FROM sequences WHERE id = $1",
        .videoTicket: "SELECT project_id FROM videos WHERE job_id = $1",
    ]
}

extension Call {
    public var userID: ID { get throws { try user.userID } }

    var projectReader: ProjectStore.Reader {
        get throws { ProjectStore.Reader(userID: try user.userID, isAdministrator: try user.isAdministrator) }
    }

    /// A higher role than the route asks for, for part of what it does.
    func requireRole(_ role: Role, to what: String) throws {
        guard let held = grant?.role, held >= role else {
            throw FoveaError(.forbidden, "Only \(role.rawValue)s may \(what).")
        }
    }

    /// The one project of all these images, in which the caller has at least `role`. Images of several projects at once, or
    /// ones that do not exist, are refused without saying which exist.
    func requireOneProject(_ role: Role, ofImages ids: [ID], _ database: Database) async throws -> ID {
        let projects = try await database.read { connection in
            let isNamed = connection.dialect.contains("id", "$1", .idList)
            return try connection.query("SELECT DISTINCT project_id FROM images WHERE \(isNamed) LIMIT 2", ids) { try $0.id(0) }
        }
        guard let projectID = projects.first else {
            restrictsToCaller()
            throw FoveaError.notFound("The image")
        }
        for id in projects { try await require(role, of: .project, id) }
        guard projects.count == 1 else { throw FoveaError.invalid("image_ids", "must all be of one project") }
        return projectID
    }
}
