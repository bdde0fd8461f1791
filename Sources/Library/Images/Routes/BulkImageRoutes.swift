import Core
import Database
import HTTPServer

/// Changes to many images of one project at once.
struct BulkImageRoutes: Sendable {
    let database: Database
    let clock: WallClock
    let news: ImageNews

    var routes: [Route] { [status, split, delete, restore] }

    private var status: Route {
        .patch(
            "/api/images/status", "Say how far labelling of images has come", tag: "Images",
            access: .memberNamed(.annotator, by: "image_ids"), body: BulkStatusBody.self, answer: BulkAnswer.self
        ) { call, body in
            let userID = try call.userID
            return try await change(call, body.imageIDs, .annotator) {
                try ImageStore.setStatus($0, body.imageIDs, body.status, projectID: $1, by: userID, at: $2)
            }
        }
    }

    private var split: Route {
        .patch(
            "/api/images/split", "Put images into a part of the dataset", tag: "Images",
            access: .memberNamed(.annotator, by: "image_ids"), body: BulkSplitBody.self, answer: BulkAnswer.self
        ) { call, body in
            try await change(call, body.imageIDs, .annotator) {
                try ImageStore.setSplit($0, body.imageIDs, body.split, projectID: $1, at: $2)
            }
        }
    }

    private var delete: Route {
        .post(
            "/api/images/delete", "Move images to the bin", tag: "Images", access: .memberNamed(.manager, by: "image_ids"),
            body: BulkImagesBody.self, answer: BulkAnswer.self
        ) { call, body in
            try await change(call, body.imageIDs, .manager) {
                try ImageStore.moveToBin($0, body.imageIDs, projectID: $1, at: $2)
            }
        }
    }

    private var restore: Route {
        .post(
            "/api/images/restore", "Take images out of the bin", tag: "Images", access: .memberNamed(.manager, by: "image_ids"),
            body: BulkImagesBody.self, answer: BulkAnswer.self
        ) { call, body in
            try await change(call, body.imageIDs, .manager) {
                try ImageStore.restore($0, body.imageIDs, projectID: $1, at: $2)
            }
        }
    }

    private func change(
        _ call: Call, _ ids: [ID], _ role: Role, _ body: @escaping @Sendable (Connection, ID, Timestamp) throws -> Int
    ) async throws -> BulkAnswer {
        let projectID = try await call.requireOneProject(role, ofImages: ids, database)
        let now = clock.now()
        let userID = try call.userID
        let updated = try await database.write { connection in
            try news.images(ids, of: projectID, by: userID, in: connection)
            return try body(connection, projectID, now)
        }
        return BulkAnswer(updated: updated)
    }
}
