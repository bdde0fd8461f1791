import Core
import Database
import HTTPServer

extension ResourceKind {
    /// An upload that was announced; it has its image's id to be.
    public static let imageUpload: ResourceKind = "image_upload"
}

/// `POST /api/images/upload` and `POST /api/images/{image_id}/complete`.
struct UploadRoutes: Sendable {
    let intake: ImageIntake
    /// Bytes of one request with files.
    static let requestLimit: Int64 = 4 << 30

    var routes: [Route] { [upload, uploadToDataset, complete] }

    private var upload: Route {
        .raw(
            .post, "/api/images/upload", "Upload images, or announce files that are then sent to the store", tag: "Images",
            access: .memberNamed(.annotator, by: "project_id"),
            accepts: [.multipart(texts: ["project_id"], files: ["files": true]), .json(PresignBody.self)],
            answers: [.json(UploadAnswer.self)], status: 201, bodyLimit: Self.requestLimit
        ) { call in
            let userID = try call.userID
            if call.request.contentType == "multipart/form-data" {
                let answer = try await FormUpload(intake: intake).receive(call.request, userID: userID) { projectID in
                    try await call.require(.annotator, of: .project, projectID)
                }
                return .json(answer, status: 201)
            }
            let body = try await call.decodeBody(PresignBody.self)
            try await call.require(.annotator, of: .project, body.projectID)
            return .json(try await DirectUpload(intake: intake).announce(body, userID: userID))
        }
    }

    /// For clients of trainers, which call a project a dataset and name it in the path.
    private var uploadToDataset: Route {
        .raw(
            .post, "/api/datasets/{project_id}/images", "Upload images to a project", tag: "Images", access: .project(.annotator),
            accepts: [.multipart(files: ["files": true])], answers: [.json(UploadAnswer.self)], status: 201,
            bodyLimit: Self.requestLimit
        ) { call in
            let projectID = try call.id("project_id"), userID = try call.userID
            let form = try MultipartReader(call.request)
            let answer = try await FormUpload(intake: intake).receive(form, into: projectID, userID: userID)
            return .json(answer, status: 201)
        }
    }

    private var complete: Route {
        .post(
            "/api/images/{image_id}/complete", "Finish an upload that went to the store", tag: "Images",
            access: .member(.annotator, of: .imageUpload, by: "image_id"), answer: Uploaded.self
        ) { call in try await DirectUpload(intake: intake).complete(call.id("image_id")) }
    }
}
