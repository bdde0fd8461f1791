import Core
import Database
import HTTPServer

/// Annotations of an image: read, edited in bulk, their history; and of many images at once, for thumbnails.
struct AnnotationRoutes: Sendable {
    let database: Database
    let clock: WallClock
    let news: ImageNews

    private static let paths = ["/api/images/{image_id}/annotations", "/api/datasets/{project_id}/images/{image_id}/annotations"]

    var routes: [Route] { Self.paths.flatMap { [list($0), patch($0)] } + [history, restore, ofProject] }

    /// The image of the path, which must be of the project where the path names one too.
    private func imageID(_ call: Call) throws -> ID {
        let project = call.text("project_id")
        guard project.isEmpty || ID(project) == call.grant?.projectID else { throw FoveaError.notFound("The image") }
        return try call.id("image_id")
    }

    private func list(_ path: String) -> Route {
        .get(
            path, "List the annotations of an image, or those in its bin", tag: "Annotations",
            access: .image(.viewer), query: AnnotationListQuery.self, answer: Page<Annotation>.self
        ) { call, query in
            let id = try imageID(call), limit = query.limit
            let after = try query.cursor.map { (Timestamp(microseconds: try $0.value(0)), try $0.value(1, as: ID.self)) }
            if query.deleted {
                let rows = try await database.read { try AnnotationStore.binned($0, id, before: after, limit: limit + 1) }
                return Page(rows, limit: limit) { Cursor(.int($0.deletedAt?.microseconds ?? 0), .string($0.id.description)) }
            }
            let rows = try await database.read { try AnnotationStore.page($0, id, after: after, limit: limit + 1) }
            return Page(rows, limit: limit) { Cursor(.int($0.createdAt.microseconds), .string($0.id.description)) }
        }
    }

    private func patch(_ path: String) -> Route {
        .patch(
            path, "Create, change and delete annotations: all of it or nothing",
            tag: "Annotations", access: .image(.annotator), body: AnnotationPatch.self,
            answer: AnnotationsAnswer.self
        ) { call, patch in
            let id = try imageID(call), userID = try call.userID, now = clock.now()
            let annotations = try await database.write { connection in
                try AnnotationEditing.apply(patch.ops, connection, imageID: id, by: userID, at: now, news: news)
            }
            return AnnotationsAnswer(annotations: annotations)
        }
    }

    private var history: Route {
        .get(
            "/api/images/{image_id}/annotations/history", "Every change of an image's annotations, newest first",
            tag: "Annotations", access: .image(.viewer), query: PageQuery.self,
            answer: Page<AnnotationChange>.self
        ) { call, query in
            let id = try call.id("image_id"), last: ID? = try query.cursor?.value(0)
            let rows = try await database.read { try AnnotationChange.page($0, id, before: last, limit: query.limit + 1) }
            return Page(rows, limit: query.limit) { Cursor(.string($0.id.description)) }
        }
    }

    private var restore: Route {
        .post(
            "/api/images/{image_id}/annotations/restore", "Bring annotations back: from the bin, or all of an image to a moment",
            tag: "Annotations", access: .image(.annotator), body: AnnotationRestore.self, answer: AnnotationRestoreAnswer.self
        ) { call, body in
            let id = try call.id("image_id"), userID = try call.userID, now = clock.now()
            return try await database.write { connection in
                try AnnotationRestoring.run(body, connection, imageID: id, by: userID, at: now, news: news)
            }
        }
    }

    private var ofProject: Route {
        .get(
            "/api/projects/{project_id}/annotations", "Annotations of up to 200 images at once", tag: "Annotations",
            access: .project(.viewer), query: ThumbnailQuery.self, answer: List<Annotation>.self
        ) { call, query in
            let id = try call.id("project_id"), images = query.imageIDs
            return List(try await database.read { try AnnotationStore.ofImages($0, id, images, limit: 20_000) })
        }
    }

    struct AnnotationListQuery: WireInput {
        // An image is labelled as a whole: whoever asks without a limit gets the most that a page can hold.
        var limit = Page<JSON>.maximumLimit
        var cursor: Cursor?
        var deleted = false
        init() {}
        static let fields = Fields<Self>(
            "AnnotationListQuery", .limit(\.limit), .cursor(\.cursor),
            Field("deleted", \.deleted, "Those in the bin, deleted last first.", optional: true))
    }

    struct ThumbnailQuery: WireInput {
        var imageIDs: [ID] = []
        init() {}
        static let fields = Fields<Self>("AnnotationsOfImagesQuery", Field("image_id", \.imageIDs, .count(1...200)))
    }
}
