import Core
import Database
import HTTPServer

/// `/api/projects/{project_id}/tags`, `/api/tags/{tag_id}` and `PATCH /api/images/tags`.
struct TagRoutes: Sendable {
    let database: Database
    let clock: WallClock
    let news: ImageNews

    var routes: [Route] { [list, create, update, merge, delete, apply] }

    private var list: Route {
        .get(
            "/api/projects/{project_id}/tags", "List a project's tags", tag: "Tags", access: .project(.viewer),
            answer: Page<Tag>.self
        ) { call in
            let id = try call.id("project_id")
            let tags = try await database.read { try TagStore.ofProject($0, id) }
            return Page(items: tags, total: tags.count)
        }
    }

    private var create: Route {
        .post(
            "/api/projects/{project_id}/tags", "Add a tag", tag: "Tags", access: .project(.annotator), body: TagBody.self,
            answer: Tag.self, status: 201
        ) { call, body in
            let id = try call.id("project_id"), now = clock.now()
            return try await database.write { try TagStore.create($0, id, body, at: now) }
        }
    }

    private var update: Route {
        .patch(
            "/api/tags/{tag_id}", "Change a tag", tag: "Tags", access: .member(.annotator, of: .tag, by: "tag_id"),
            body: TagPatch.self, answer: Tag.self
        ) { call, patch in
            let id = try call.id("tag_id")
            return try await database.write { connection in
                try TagStore.update(connection, try TagStore.find(connection, id).orNotFound("The tag"), patch)
                return try TagStore.find(connection, id).orNotFound("The tag")
            }
        }
    }

    private var merge: Route {
        .post(
            "/api/tags/{tag_id}/merge", "Put another tag where this one is, and delete this one", tag: "Tags",
            access: .member(.annotator, of: .tag, by: "tag_id"), body: TagMerge.self, answer: Tag.self
        ) { call, body in
            let id = try call.id("tag_id")
            return try await database.write { connection in
                let tag = try TagStore.find(connection, id).orNotFound("The tag")
                guard body.intoTagID != id, let other = try TagStore.find(connection, body.intoTagID), other.projectID == tag.projectID else {
                    throw FoveaError.invalid("into_tag_id", "must be another tag of this project")
                }
                try TagStore.merge(connection, tag, into: other)
                return try TagStore.find(connection, other.id).orNotFound("The tag")
            }
        }
    }

    private var delete: Route {
        .delete(
            "/api/tags/{tag_id}", "Delete a tag and take it off every image", tag: "Tags",
            access: .member(.annotator, of: .tag, by: "tag_id")
        ) { call in
            let id = try call.id("tag_id")
            try await database.write { try TagStore.delete($0, id) }
        }
    }

    /// The images name the project: all must be of one, and the caller an annotator there.
    private var apply: Route {
        .patch(
            "/api/images/tags", "Put tags on images and take them off", tag: "Tags",
            access: .memberNamed(.annotator, by: "image_ids"), body: TagOperations.self,
            answer: BulkAnswer.self
        ) { call, operations in
            let projectID = try await call.requireOneProject(.annotator, ofImages: operations.imageIDs, database)
            let userID = try call.userID
            let updated = try await database.write { connection in
                try news.images(operations.imageIDs, of: projectID, by: userID, in: connection)
                return try TagStore.apply(connection, operations, projectID: projectID)
            }
            return BulkAnswer(updated: updated)
        }
    }
}
