import Core
import Database
import HTTPServer

/// Who may be given work in a project.
enum MemberRoles {
    static func of(_ connection: Connection, _ projectID: ID, _ userIDs: [ID]) throws -> [ID: Role] {
        let isNamed = connection.dialect.contains("m.user_id", "$2", .idList)
        let rows = try connection.query(
            """
            SELECT m.user_id, m.role FROM members m JOIN users u ON u.id = m.user_id
            WHERE m.project_id = $1 AND u.is_active = 1 AND \(isNamed)
            """, projectID, userIDs
        ) { row in (try row.id(0), try row.value(1, as: Role.self)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    static func able(_ connection: Connection, _ projectID: ID, _ userIDs: [ID], _ least: Role) throws -> Set<ID> {
        guard !userIDs.isEmpty else { return [] }
        return Set(try of(connection, projectID, userIDs).filter { $0.value >= least }.keys)
    }

    /// Throws `invalid` with the place of each person who is no member, or whose role is too low.
    static func require(_ least: Role, _ connection: Connection, _ projectID: ID, _ userIDs: [ID], field: (Int) -> String) throws {
        let roles = try of(connection, projectID, userIDs)
        let faults = userIDs.enumerated().compactMap { index, id -> FoveaError.Field? in
            guard let role = roles[id] else { return .init(field(index), "is no member of this project") }
            return role >= least ? nil : .init(field(index), "is only \(role.rawValue) here: this needs the role \(least.rawValue)")
        }
        guard faults.isEmpty else { throw FoveaError.invalid(faults) }
    }
}
