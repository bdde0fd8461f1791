import Core
import Database
import HTTPServer
import Library

/// `GET /api/projects/{project_id}/label-statistics` and the table of classes as CSV.
struct LabelStatisticsRoutes: Sendable {
    let database: Database

    var routes: [Route] { [statistics, table] }

    private var statistics: Route {
        .get(
            "/api/projects/{project_id}/label-statistics", "Balance of the labels, which are met together, and the sizes and places of boxes",
            tag: "Curation", access: .project(.viewer), query: LabelStatisticsQuery.self, answer: LabelStatistics.self
        ) { call, query in
            let id = try call.id("project_id")
            return try await database.read { try Self.statistics($0, id, query) }
        }
    }

    private var table: Route {
        .raw(
            .get, "/api/projects/{project_id}/label-statistics/classes.csv", "The balance of the labels as a table", tag: "Curation",
            access: .project(.viewer), query: LabelStatisticsQuery.self, answers: [.text("text/csv")]
        ) { call, query in
            let id = try call.id("project_id")
            let found = try await database.read { try Self.statistics($0, id, query) }
            var response = HTTPResponse.text(ClassTable.csv(found), type: "text/csv; charset=utf-8")
            response.headers["Content-Disposition"] = "attachment; filename=\"classes.csv\""
            return response
        }
    }

    private static func images(_ projectID: ID, _ split: Split?) -> (condition: String, values: [SQLValue]) {
        let condition = "i.project_id = $1 AND i.deleted_at IS NULL"
        guard let split else { return (condition, [.id(projectID)]) }
        return ("\(condition) AND i.split = $2", [.id(projectID), .text(split.rawValue)])
    }

    /// The annotations image by image. The order is that of an index of the images: by their ids the database would sort all of them.
    static func annotations(_ projectID: ID, _ split: Split?) -> (sql: String, values: [SQLValue]) {
        let (condition, values) = images(projectID, split)
        let sql = """
            SELECT i.id, i.split, i.width, i.height, a.label_id, CASE WHEN a.geometry_type = 'image' THEN 1 ELSE 0 END, a.min_x, a.max_x, a.min_y, a.max_y
            FROM images i JOIN annotations a ON a.image_id = i.id WHERE \(condition) AND a.deleted_at IS NULL ORDER BY i.created_at, i.id
            """
        return (sql, values)
    }

    /// One pass over the annotations, in bounded memory.
    private static func statistics(_ connection: Connection, _ projectID: ID, _ query: LabelStatisticsQuery) throws -> LabelStatistics {
        let labels = try LabelStore.ofProject(connection, projectID)
        if let label = query.labelID, !labels.contains(where: { $0.id == label }) {
            throw FoveaError.invalid("label_id", "is not a label of this project")
        }
        let (condition, values) = images(projectID, query.split)
        let images = try connection.first("SELECT count(*) FROM images i WHERE \(condition)", values: values) { try $0.int(0) } ?? 0
        var tally = LabelTally(labels: labels, only: query.labelID)
        let annotations = annotations(projectID, query.split)
        try connection.forEach(annotations.sql, values: annotations.values) { row in
            let (left, right, top, bottom) = (try row.double(6), try row.double(7), try row.double(8), try row.double(9))
            let isWhole = try row.int(5) == 1
            try tally.add(
                image: try row.id(0), split: { try row.value(1) }, width: try row.int(2), height: try row.int(3), label: try row.id(4),
                bounds: isWhole || right < left || bottom < top ? nil : (left...right, top...bottom))
        }
        return tally.finish(images: images)
    }
}
