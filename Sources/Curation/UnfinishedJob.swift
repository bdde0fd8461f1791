import Core
import Database

/// The job of a kind that waits or runs for a project.
enum UnfinishedJob {
    static func find(_ connection: Connection, _ project: ID, kind: String) throws -> ID? {
        try connection.first(
            "SELECT id FROM jobs WHERE project_id = $1 AND kind = $2 AND status IN ('QUEUED', 'RUNNING') ORDER BY id LIMIT 1", project, kind
        ) { try $0.id(0) }
    }
}
