import Core
import Database
import HTTPServer

/// Changes to one image.
struct ImageChangeRoutes: Sendable {
    let database: Database
    let clock: WallClock
    let news: ImageNews

    var routes: [Route] { [status, split, metadata, delete, restore] }

    private var status: Route {
        .patch(
            "/api/images/{image_id}/status", "Say how far labelling has come", tag: "Images", access: .image(.annotator),
            body: StatusBody.self, answer: Image.self
        ) { call, body in
            let userID = try call.userID
            return try await change(call) { try ImageStore.setStatus($0, [$1], body.status, projectID: $2, by: userID, at: $3) }
        }
    }

    private var split: Route {
        .patch(
            "/api/images/{image_id}/split", "Put an image into a part of the dataset", tag: "Images", access: .image(.annotator),
            body: SplitBody.self, answer: Image.self
        ) { call, body in
            try await change(call) { try ImageStore.setSplit($0, [$1], body.split, projectID: $2, at: $3) }
        }
    }

    private var metadata: Route {
        .patch(
            "/api/images/{image_id}/metadata", "Replace the free metadata of an image", tag: "Images", access: .image(.annotator),
            body: MetadataBody.self, answer: ImageMetadata.self
        ) { call, body in
            let id = try call.id("image_id"), now = clock.now()
            return try await database.write { connection in
                try ImageStore.setMetadata(connection, id, body.metadata, at: now)
                return try ImageStore.metadata(connection, id).orNotFound("The image")
            }
        }
    }

    private var delete: Route {
        .delete(
            "/api/images/{image_id}", "Move an image to the bin", tag: "Images", access: .image(.manager)
        ) { call in
            let id = try call.id("image_id"), now = clock.now()
            let projectID = try (call.grant?.projectID).orNotFound("The image")
            // Being in the bin already is what was asked for.
            let userID = try call.userID
            try await database.write { connection in
                _ = try ImageStore.moveToBin(connection, [id], projectID: projectID, at: now)
                try news.images([id], of: projectID, by: userID, in: connection)
            }
        }
    }

    private var restore: Route {
        .post(
            "/api/images/{image_id}/restore", "Take an image out of the bin", tag: "Images", access: .image(.manager),
            answer: Image.self
        ) { call in
            let id = try call.id("image_id"), now = clock.now()
            let projectID = try (call.grant?.projectID).orNotFound("The image")
            let userID = try call.userID
            return try await database.write { connection in
                _ = try ImageStore.restore(connection, [id], projectID: projectID, at: now)
                try news.images([id], of: projectID, by: userID, in: connection)
                let image = try ImageStore.find(connection, id).orNotFound("The image")
                guard image.deletedAt == nil else {
                    throw FoveaError(.conflict, "The project has the same picture again: delete that one first.")
                }
                return image
            }
        }
    }

    private func change(
        _ call: Call, _ body: @escaping @Sendable (Connection, ID, ID, Timestamp) throws -> Int
    ) async throws -> Image {
        let id = try call.id("image_id"), now = clock.now()
        let projectID = try (call.grant?.projectID).orNotFound("The image")
        let userID = try call.userID
        return try await database.write { connection in
            try news.images([id], of: projectID, by: userID, in: connection)
            guard try body(connection, id, projectID, now) == 1 else {
                throw FoveaError(.conflict, "The image is in the bin: restore it first.")
            }
            return try ImageStore.find(connection, id).orNotFound("The image")
        }
    }
}
