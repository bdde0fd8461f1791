import Core
import Database
import HTTPServer
import ImageQuality
import JobQueue
import Library

extension Constraint {
    static let mapMetric = Constraint.oneOf(QualityMetric.allCases.map(\.rawValue) + CoverageMetric.allCases.map(\.rawValue))
}

/// `/api/projects/{project_id}/embedding-map`.
struct MapRoutes: Sendable {
    let database: Database
    let queue: JobQueue
    let clock: WallClock

    var routes: [Route] { [map, make, colours] }

    private var map: Route {
        .get(
            "/api/projects/{project_id}/embedding-map", "The project's images as points: alike ones lie close together", tag: "Curation",
            access: .project(.viewer), query: MapQuery.self, answer: EmbeddingMap.self
        ) { call, query in
            let id = try call.id("project_id")
            return try await database.read { connection in
                var map = try MapStore.state(connection, id)
                if query.points, let stored = try MapStore.points(connection, id) { (map.version, map.points) = (stored.version, stored.points) }
                return map
            }
        }
    }

    private var make: Route {
        .post(
            "/api/projects/{project_id}/embedding-map", "Map the project's images as they are now, as a job", tag: "Curation",
            access: .project(.annotator), body: MapBody.self, answer: MapJobAnswer.self, status: 202
        ) { call, body in
            let id = try call.id("project_id"), user = try call.userID, now = clock.now()
            return try await database.write { connection in
                // Of two people at once the project's row lets one after the other.
                _ = try connection.exists("SELECT 1 FROM projects WHERE id = $1\(connection.dialect.forUpdate)", id)
                guard try UnfinishedJob.find(connection, id, kind: MapJob.name) == nil else {
                    throw FoveaError(.conflict, "A map is being made already.")
                }
                guard try connection.exists("SELECT 1 FROM images WHERE project_id = $1 AND deleted_at IS NULL", id) else {
                    throw FoveaError(.conflict, "The project has no images: add some first.")
                }
                let embedder = try EmbeddingChoice.use(connection, project: id, body.modelID, field: "model_id", at: now)
                return MapJobAnswer(jobID: try queue.enqueue(connection, MapJob.make(project: id, embedder, userID: user)))
            }
        }
    }

    private var colours: Route {
        .get(
            "/api/projects/{project_id}/embedding-map/colours", "What the points of the map are told apart by", tag: "Curation",
            access: .project(.viewer), query: MapColoursQuery.self, answer: MapColours.self
        ) { call, query in
            let id = try call.id("project_id")
            return try await database.read { connection in
                guard let (version, points) = try MapStore.points(connection, id) else { throw FoveaError.notFound("The map") }
                guard query.version == nil || query.version == version else {
                    throw FoveaError(.conflict, "The map was made anew: fetch it again.")
                }
                let living = Set(
                    try connection.query("SELECT id FROM images WHERE project_id = $1 AND deleted_at IS NULL", id) { try $0.id(0) })
                return try MapClasses.of(connection, id, query).colours(version, query.by, points.ids, living)
            }
        }
    }
}

extension MapClasses {
    /// For each image of `ids` its class; without classes that no image has.
    func colours(_ version: ID, _ by: MapColouring, _ ids: [ID], _ living: Set<ID>) -> MapColours {
        var entries = entries + [MapClass(name: otherwise)]
        let all = ids.map { living.contains($0) ? byImage[$0] ?? entries.count - 1 : -1 }
        for place in all where place >= 0 { entries[place].count += 1 }
        var places: [Int: Int] = [-1: -1]
        for place in entries.indices where entries[place].count > 0 { places[place] = places.count - 1 }
        return MapColours(
            version: version, by: by, isScale: isScale, legend: entries.filter { $0.count > 0 }, classes: all.compactMap { places[$0] })
    }
}
