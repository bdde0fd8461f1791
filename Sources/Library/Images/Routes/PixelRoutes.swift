import Core
import Database
import HTTPServer
import ImageCodecs
import ObjectStorage

/// The bytes of images: as they came, small, and in tiles. What an image's id leads to never changes, so browsers may keep it.
struct PixelRoutes: Sendable {
    let database: Database
    let blobs: any BlobStore
    let pictures: PictureWork
    let served: BlobAnswers
    private static let caching = "private, max-age=31536000, immutable"

    var routes: [Route] {
        [content, tile] + ["/api/images/{image_id}/thumbnail", "/api/images/thumbnail/{image_id}"].map(thumbnail)
    }

    private func stored(_ call: Call) async throws -> (ID, ImageStore.Stored) {
        let id = try call.id("image_id")
        return (id, try await database.read { try ImageStore.stored($0, id) }.orNotFound("The image"))
    }

    private var content: Route {
        .raw(
            .get, "/api/images/{image_id}/content", "The image's bytes as they were uploaded", tag: "Images", access: .image(.viewer),
            answers: ImageType.allCases.map { .binary($0.mimeType) }
        ) { call in
            let (_, image) = try await stored(call)
            let file = ServedFile(contentType: image.contentType, disposition: .inline, filename: image.filename)
            return try await served.answer(image.digest, as: file, for: call.request, caching: Self.caching)
        }
    }

    private func thumbnail(_ path: String) -> Route {
        .raw(
            .get, path, "A small upright JPEG of the image", tag: "Images", access: .image(.viewer), answers: [.binary("image/jpeg")]
        ) { call in
            let (id, image) = try await stored(call)
            let digest = if let there = image.thumbnail { there } else { try await make(id, image) }
            return try await served.small(digest, type: "image/jpeg", for: call.request, caching: Self.caching)
        }
    }

    /// Nobody waits for the job that makes thumbnails: who asks first has it made.
    private func make(_ id: ID, _ image: ImageStore.Stored) async throws -> Digest {
        let file = try await blobs.localFile(image.digest)
        let bytes = try await file.use { try await pictures.thumbnail($0) }
        let digest = try await blobs.put(bytes).digest
        try await database.write { connection in
            try connection.execute("UPDATE images SET thumbnail = $2 WHERE id = $1 AND thumbnail IS NULL", id, digest)
        }
        return digest
    }

    private var tile: Route {
        .raw(
            .get, "/api/images/{image_id}/tiles/{level}/{x}/{y}",
            "A JPEG tile of \(TilePyramid.side) pixels; level 0 is the full size, each further one half of it", tag: "Images",
            access: .image(.viewer), answers: [.binary("image/jpeg")]
        ) { call in
            let (_, image) = try await stored(call)
            guard let level = Int(call.text("level")), let x = Int(call.text("x")), let y = Int(call.text("y")),
                TilePyramid(width: image.width, height: image.height).rectangle(level: level, x: x, y: y) != nil
            else { throw FoveaError.notFound("The tile") }
            let etag = "\"\(image.digest)-\(level)-\(x)-\(y)\""
            if let known = served.unchanged(etag, for: call.request, caching: Self.caching) { return known }
            let file = try await blobs.localFile(image.digest)
            let bytes = try await file.use { try await pictures.tile($0, image.digest.description, level, x, y) }
            var response = HTTPResponse.bytes(bytes, type: "image/jpeg")
            response.headers["ETag"] = etag
            response.headers["Cache-Control"] = Self.caching
            return response
        }
    }
}
