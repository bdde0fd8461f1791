import Core
import Database
import HTTPServer

extension ImageStore {
    /// Whose images are listed.
    enum Scope: Sendable {
        case project(ID)
        /// All that this person may see.
        case visible(to: ID)
        case everything
    }

    /// The statement of a page of images, one row more than `query.limit`. Its text depends only on which filters are set.
    static func pageStatement(
        _ dialect: Dialect, _ scope: Scope, _ query: ImageListQuery
    ) throws -> (sql: String, values: [SQLValue]) {
        var values: [SQLValue] = []
        func bind(_ value: any SQLBindable) -> String {
            values.append(value.sqlValue)
            return "$\(values.count)"
        }
        var conditions: [String] = []
        switch scope {
        case .project(let id): conditions.append("i.project_id = \(bind(id))")
        case .visible(let user):
            conditions.append(
                """
                i.project_id IN (SELECT project_id FROM members WHERE user_id = \(bind(user)) \
                UNION SELECT id FROM projects WHERE is_public = 1)
                """)
        case .everything: break
        }
        conditions += filters(dialect, query, bind)
        var (source, measure) = ("images i", "")
        if query.sort.isByFrame, let sequence = query.sequenceID {
            // An image that stands at several places is listed at the first.
            source += " JOIN sequence_frames f ON f.image_id = i.id"
            conditions += ["f.sequence_id = \(bind(sequence))", "f.is_repeat = 0"]
        }
        let order = order(scope, query.sort)
        if let cursor = query.cursor {
            let (value, id) = try place(cursor, query.sort)
            let last = order.count == 1 ? bind(id) : "(\(bind(value)), \(bind(id)))"
            let place = order.count == 1 ? order[0] : "(\(order.joined(separator: ", ")))"
            conditions.append("\(place) \(query.sort.isDescending ? "<" : ">") \(last)")
        }
        if let decisive = query.sort.measure {
            source = "\(decisive.table) s JOIN images i ON i.id = s.image_id"
            measure = ", \(query.sort.column)"
            conditions.append("\(query.sort.column) IS NOT NULL")
            if case .project(let id) = scope { conditions.append("s.project_id = \(bind(id))") }
        }
        let direction = query.sort.isDescending ? "DESC" : "ASC"
        let sql = """
            SELECT \(columns)\(measure) FROM \(source) WHERE \(conditions.joined(separator: " AND ")) \
            ORDER BY \(order.map { "\($0) \(direction)" }.joined(separator: ", ")) LIMIT \(bind(query.limit + 1))
            """
        return (sql, values)
    }

    /// Across projects the order of time is that of the ids, which the primary key gives; see `ImagesSchema`.
    private static func order(_ scope: Scope, _ sort: ImageSort) -> [String] {
        switch (scope, sort) {
        case (_, _) where sort.measure != nil: [sort.column, "s.image_id"]
        case (.project, _): [sort.column, "i.id"]
        case (_, .newest), (_, .oldest): ["i.id"]
        default: [sort.column, "i.id"]
        }
    }

    private static func place(_ cursor: Cursor, _ sort: ImageSort) throws -> (any SQLBindable, ID) {
        let of: ImageSort = try cursor.value(0)
        guard of == sort else { throw FoveaError.invalid("cursor", "belongs to a list in another order") }
        let id: ID = try cursor.value(2)
        if sort.measure != nil { return (try cursor.value(1, as: Double.self), id) }
        switch sort {
        case .name, .nameDown: return (try cursor.value(1, as: String.self), id)
        default: return (try cursor.value(1, as: Int64.self), id)
        }
    }

    static func page(_ connection: Connection, _ scope: Scope, _ query: ImageListQuery) throws -> Page<Image> {
        let (sql, values) = try pageStatement(connection.dialect, scope, query)
        var measures: [ID: Double] = [:]
        let rows = try connection.query(sql, values: values) { row in
            let image = try read(row)
            if query.sort.measure != nil { measures[image.id] = try row.double(columnCount) }
            return image
        }
        let images = try filled(connection, rows)
        var page = Page(
            images, limit: query.limit, cursor: { query.sort.cursor(after: $0, in: query.sequenceID, measured: measures[$0.id]) })
        // The maintained count, where no filter asks for another.
        if case .project(let id) = scope, !query.isFiltered {
            page.total = try connection.integer("SELECT image_count FROM projects WHERE id = $1", id)
        }
        return page
    }
}
