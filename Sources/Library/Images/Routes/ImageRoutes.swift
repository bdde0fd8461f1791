import Core
import Database
import HTTPServer
import ObjectStorage

/// Lists of images and what is known of one.
struct ImageRoutes: Sendable {
    let database: Database
    let blobs: any BlobStore
    static let urlExpires: Duration = .seconds(900)

    var routes: [Route] {
        [ofProject("/api/projects/{project_id}/images"), ofProject("/api/datasets/{project_id}/images"), all, show, url]
            + ["/api/images/{image_id}/metadata", "/api/images/metadata/{image_id}"].map(metadata)
    }

    private func ofProject(_ path: String) -> Route {
        .get(
            path, "List a project's images", tag: "Images", access: .project(.viewer), query: ImageListQuery.self,
            answer: Page<Image>.self
        ) { call, query in
            let id = try call.id("project_id")
            return try await database.read { try ImageStore.page($0, .project(id), query) }
        }
    }

    private var all: Route {
        .get(
            "/api/images", "List the images that the caller may see", tag: "Images", access: .signedIn,
            query: ImageListQuery.self, answer: Page<Image>.self
        ) { call, query in
            let reader = try call.projectReader
            let scope: ImageStore.Scope = reader.isAdministrator ? .everything : .visible(to: reader.userID)
            return try await database.read { try ImageStore.page($0, scope, query) }
        }
    }

    private var show: Route {
        .get(
            "/api/images/{image_id}", "Show an image", tag: "Images", access: .image(.viewer), answer: Image.self
        ) { call in
            let id = try call.id("image_id")
            return try await database.read { try ImageStore.find($0, id) }.orNotFound("The image")
        }
    }

    private var url: Route {
        .get(
            "/api/images/{image_id}/url", "A URL from which anyone may fetch the image for a while", tag: "Images",
            access: .image(.viewer), answer: ImageURL.self
        ) { call in
            let id = try call.id("image_id")
            let stored = try await database.read { try ImageStore.stored($0, id) }.orNotFound("The image")
            let file = ServedFile(contentType: stored.contentType, disposition: .inline, filename: stored.filename)
            let request = try blobs.presignGet(stored.digest, as: file, expires: Self.urlExpires)
            return ImageURL(url: request.url, expiresIn: Int(Self.urlExpires.components.seconds))
        }
    }

    private func metadata(_ path: String) -> Route {
        .get(path, "EXIF and free metadata of an image", tag: "Images", access: .image(.viewer), answer: ImageMetadata.self) { call in
            let id = try call.id("image_id")
            return try await database.read { try ImageStore.metadata($0, id) }.orNotFound("The image")
        }
    }
}
