import Core
import Database
import Geometry
import HTTPServer
import Library
import ObjectStorage

/// `GET /api/images/{image_id}/similar` and `POST /api/projects/{project_id}/search/similar`.
struct SimilarRoutes: Sendable {
    let database: Database
    let store: any BlobStore
    let similarity: Similarity
    /// Bytes of a picture.
    let fileLimit: Int
    private let inFlight = InFlight(limit: 8, of: "searches")

    var routes: [Route] { [similar, search] }

    private var similar: Route {
        .get(
            "/api/images/{image_id}/similar", "Images of the same project that lie nearest, nearest first", tag: "Curation",
            access: .image(.viewer), query: SimilarQuery.self, answer: Page<SimilarImage>.self
        ) { call, query in
            let image = try call.id("image_id")
            let project = try await database.read { try $0.first("SELECT project_id FROM images WHERE id = $1", image) { try $0.id(0) } }
            guard let project else { throw FoveaError.notFound("The image") }
            return try await inFlight.run(call.userID) {
                let embedder = try await similarity.embedder(project, query.modelID)
                let vector = try await similarity.vector(of: image, in: project, embedder)
                return Page(items: try await similarity.nearest(project, embedder, vector, limit: query.limit, without: image))
            }
        }
    }

    private var search: Route {
        .raw(
            .post, "/api/projects/{project_id}/search/similar", "Find images by a picture, by a part of an image, or by words",
            tag: "Curation", access: .project(.viewer),
            accepts: [.json(SearchBody.self), .multipart(texts: SearchForm.texts, files: ["file": false])],
            answers: [.json(Page<SimilarImage>.self)], bodyLimit: Int64(fileLimit) + (1 << 20)
        ) { call in
            let project = try call.id("project_id")
            return .json(
                try await inFlight.run(call.userID) {
                    call.request.contentType == "multipart/form-data" ? try await byPicture(call, project) : try await byWords(call, project)
                })
        }
    }

    private func byPicture(_ call: Call, _ project: ID) async throws -> Page<SimilarImage> {
        let form = try await SearchForm.read(call.request, fileLimit: fileLimit, store: store)
        defer { withExtendedLifetime(form.file) {} }
        let embedder = try await similarity.embedder(project, form.modelID)
        let vector = try await similarity.files.vector(form.file.input, embedder)
        return Page(items: try await similarity.nearest(project, embedder, vector, limit: form.limit))
    }

    /// Or by an image of the project, or a part of one.
    private func byWords(_ call: Call, _ project: ID) async throws -> Page<SimilarImage> {
        let body = try await call.decodeBody(SearchBody.self)
        let embedder = try await similarity.embedder(project, body.modelID)
        let vector: [Float]
        if let image = body.imageID {
            let region = body.region.map { Box(x: $0.x, y: $0.y, width: $0.width, height: $0.height) }
            vector = try await similarity.vector(of: image, in: project, embedder, region: region)
        } else {
            vector = try await similarity.files.vector(text: body.text ?? "", embedder)
        }
        let excluded = body.region == nil ? body.imageID : nil
        return Page(items: try await similarity.nearest(project, embedder, vector, limit: body.limit, without: excluded))
    }
}
