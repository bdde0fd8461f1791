import Core
import Database

/// Whether an image may have several classes. The project's metadata says so (`multi_label`); unless it does, one class an image
/// is the rule where classes are what the project is about, and several elsewhere.
enum ClassMode {
    static func isMulti(_ connection: Connection, _ projectID: ID) throws -> Bool {
        let found = try connection.first("SELECT task_type, metadata FROM projects WHERE id = $1", projectID) { row in
            (try row.value(0, as: TaskType.self), try row.json(1))
        }
        guard let (task, metadata) = found else { return true }
        return metadata["multi_label"]?.bool ?? (task != .classification)
    }
}
