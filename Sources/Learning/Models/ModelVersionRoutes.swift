import Core
import Database
import HTTPServer
import JobQueue
import ObjectStorage

/// `/api/models/versions` and `/api/models/{id}/versions`.
struct ModelVersionRoutes: Sendable {
    let database: Database
    let store: any BlobStore
    let queue: JobQueue
    let access: ModelAccess
    /// Bytes of an uploaded model.
    let sizeLimit: Int64
    let clock: WallClock

    var routes: [Route] { [create, list, one, build, delete, download] }

    private var create: Route {
        .post(
            "/api/models/versions", "Begin a version: its file then goes to `upload_url`", tag: "Models",
            access: .memberNamed(.manager, by: "model_id"), body: ModelVersionBody.self, answer: ModelVersionTicket.self, status: 201
        ) { call, body in
            _ = try await access.model(call, body.modelID, .change)
            let user = try call.userID, now = clock.now(), id = ID.make(), key = StagingKey.make()
            let upload = try store.presignPut(key, maximumSize: sizeLimit, expires: .seconds(3600))
            try await database.write { try ModelVersionStore.insertUploading($0, id, body, staging: key, by: user, at: now) }
            return ModelVersionTicket(versionID: id, uploadURL: upload.url)
        }
    }

    private var list: Route {
        .get(
            "/api/models/{model_id}/versions", "List a model's versions, newest first", tag: "Models",
            access: .memberNamed(.viewer, by: "model_id"), query: PageQuery.self, answer: Page<ModelVersion>.self
        ) { call, query in
            let model = try await access.model(call, try call.id("model_id"), .see)
            let before: ID? = try query.cursor?.value(0)
            let found = try await database.read {
                try ModelVersionStore.page($0, model: model.id, before: before, limit: query.limit + 1)
            }
            let items = Array(found.prefix(query.limit))
            let next = found.count > query.limit ? items.last.map { Cursor(.string($0.id.description)) } : nil
            return Page(items: items, nextCursor: next, total: model.versionCount)
        }
    }

    private var one: Route {
        .get(
            "/api/models/versions/{version_id}", "One version", tag: "Models", access: .memberNamed(.viewer, by: "version_id"),
            answer: ModelVersion.self
        ) { call in try await access.version(call, try call.id("version_id"), .see).0 }
    }

    private var build: Route {
        .post(
            "/api/models/versions/{version_id}/build", "Check what was uploaded and make it ready", tag: "Models",
            access: .memberNamed(.manager, by: "version_id"), answer: ModelBuildAnswer.self, status: 202
        ) { call in
            let (version, model) = try await access.version(call, try call.id("version_id"), .change)
            guard version.status == .uploading || version.status == .failed else {
                throw FoveaError(.conflict, "The version is \(version.status.rawValue): only one that was uploaded or failed can be built.")
            }
            let job = NewJob(
                kind: ModelBuildJob.name, title: "Check \(model.name) \(version.versionNumber)",
                payload: ["version_id": .string(version.id.description)], projectID: model.projectID, userID: try call.userID,
                timeLimit: .seconds(600))
            try await database.write { [queue] connection in
                try ModelVersionStore.begin(connection, version.id)
                try queue.enqueue(connection, job)
            }
            return ModelBuildAnswer(
                versionID: version.id, status: .building, message: "The file is being checked; ask for the version to see how it ended.")
        }
    }

    private var delete: Route {
        .delete(
            "/api/models/versions/{version_id}", "Delete a version", tag: "Models", access: .memberNamed(.manager, by: "version_id")
        ) { call in
            let version = try await access.version(call, try call.id("version_id"), .change).0, now = clock.now()
            try await database.write { try ModelVersionStore.delete($0, version, at: now) }
        }
    }

    private var download: Route {
        .raw(
            .get, "/api/models/versions/{version_id}/download", "The version's file", tag: "Models",
            access: .memberNamed(.viewer, by: "version_id"), answers: [.binary()]
        ) { call in
            let (version, model) = try await access.version(call, try call.id("version_id"), .see)
            guard let digest = version.digest else { throw FoveaError.notFound("The version's file") }
            let stream = try await store.open(digest)
            let name = ServedFile(filename: "\(model.name)-\(version.versionNumber).onnx")
            var response = HTTPResponse.stream(type: name.contentType, length: stream.count) { writer in
                for try await chunk in stream { try await writer.write(chunk) }
            }
            response.headers["Content-Disposition"] = name.contentDisposition
            response.headers["ETag"] = "\"\(digest)\""
            return response
        }
    }
}
