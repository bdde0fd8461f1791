import Core
import Database

extension JobQueue {
    public func find(_ connection: Connection, _ id: ID) throws -> Job? {
        try connection.first("SELECT \(Job.columns), result FROM jobs WHERE id = $1", id) { try Job($0, withResult: true) }
    }

    /// What a list of jobs is narrowed to.
    public struct Filter: Sendable {
        /// Nil for every kind.
        public var kind: String?
        public var status: JobStatus?
        public var projectID: ID?
        /// Jobs of this user, besides those of `visibleProjects`; nil shows everything (administrators).
        public var viewer: ID?
        public var visibleProjects: [ID]

        public init(kind: String? = nil, status: JobStatus? = nil, projectID: ID? = nil, viewer: ID? = nil, visibleProjects: [ID] = []) {
            self.kind = kind
            self.status = status
            self.projectID = projectID
            self.viewer = viewer
            self.visibleProjects = visibleProjects
        }
    }

    /// Newest first; `before` is the last id of the page before.
    public func list(_ connection: Connection, _ filter: Filter, limit: Int, before: ID? = nil) throws -> [Job] {
        let (sql, values) = Self.listing(connection.dialect, filter, limit: limit, before: before)
        return try connection.query(sql, values: values) { try Job($0, withResult: false) }
    }

    /// The text depends only on which filters are set, so that few statements are prepared.
    static func listing(_ dialect: Dialect, _ filter: Filter, limit: Int, before: ID?) -> (String, [SQLValue]) {
        var values: [SQLValue] = []
        var conditions: [String] = []
        func place(_ value: SQLValue) -> String {
            values.append(value)
            return "$\(values.count)"
        }
        if let kind = filter.kind { conditions.append("kind = \(place(.text(kind)))") }
        if let status = filter.status { conditions.append("status = \(place(.text(status.rawValue)))") }
        if let project = filter.projectID { conditions.append("project_id = \(place(.id(project)))") }
        if let viewer = filter.viewer {
            let own = "(user_id = \(place(.id(viewer))) AND project_id IS NULL)"
            let shared = dialect.contains("project_id", place(.idList(filter.visibleProjects)), .idList)
            conditions.append("(\(own) OR \(shared))")
        }
        if let before { conditions.append("id < \(place(.id(before)))") }
        let filters = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND ")) "
        return ("SELECT \(Job.columns) FROM jobs \(filters)ORDER BY id DESC LIMIT \(place(.integer(Int64(limit))))", values)
    }

    /// How many jobs are in each status, for the operator's metrics.
    public func counts(_ connection: Connection) throws -> [(kind: String, status: JobStatus, count: Int)] {
        try connection.query("SELECT kind, status, count(*) FROM jobs GROUP BY kind, status ORDER BY kind, status") { row in
            (try row.text(0), try row.value(1), try row.int(2))
        }
    }
}
