import Core
import Database
import HTTPServer
import JobQueue
import Library

/// The quality of an image and of a project's images.
struct QualityRoutes: Sendable {
    let database: Database
    let queue: JobQueue

    var routes: [Route] { [ofImage, ofProject, measure] }

    private var ofImage: Route {
        .get(
            "/api/images/{image_id}/quality", "What was measured of an image", tag: "Curation", access: .image(.viewer),
            answer: ImageQualityAnswer.self
        ) { call in
            let id = try call.id("image_id")
            return ImageQualityAnswer(id, try await database.read { try QualityStore.find($0, id) })
        }
    }

    private var ofProject: Route {
        .get(
            "/api/projects/{project_id}/quality", "Histograms of every metric, and how many images have which fault", tag: "Curation",
            access: .project(.viewer), query: QualityQuery.self, answer: ProjectQuality.self
        ) { call, query in
            let id = try call.id("project_id")
            return try await database.read { try QualityOverview.ofProject($0, id, query.thresholds) }
        }
    }

    private var measure: Route {
        .post(
            "/api/projects/{project_id}/quality", "Measure the images that were not measured, or all anew", tag: "Curation",
            access: .project(.manager), body: MeasureBody.self, answer: MeasureAnswer.self, status: 202
        ) { call, body in
            let (id, user) = (try call.id("project_id"), try call.userID)
            return MeasureAnswer(
                jobID: try await database.write {
                    try queue.enqueue($0, QualityJob.make(projectID: id, again: body.again, userID: user))
                })
        }
    }
}
