import Core
import Database
import HTTPServer
import ObjectStorage

/// Uploads that go past the server to the store: announced, put, completed.
struct DirectUpload: Sendable {
    let intake: ImageIntake
    static let expires: Duration = .seconds(3600)

    private var database: Database { intake.database }
    private var blobs: any BlobStore { intake.blobs }

    func announce(_ body: PresignBody, userID: ID) async throws -> PresignAnswer {
        let limit = Int64(intake.limits.bytes)
        let faults = body.announced.enumerated().filter { $0.element.size > limit }
        guard faults.isEmpty else {
            throw FoveaError.invalid(
                faults.map { .init(body.files.isEmpty ? "size" : "files[\($0.offset)].size", "must be at most \(limit)") })
        }
        let now = intake.clock.now()
        let files = body.announced.map { (id: ID.make(at: now), file: $0) }
        try await database.write { try UploadStore.insert($0, files, projectID: body.projectID, userID: userID, at: now) }
        return PresignAnswer(
            presigned: try files.map { id, file in
                let request = try blobs.presignPut(StagingKey(id), maximumSize: file.size, expires: Self.expires)
                return Presigned(imageID: id, url: request.url, method: request.method, headers: request.headers)
            })
    }

    /// Answers the same when it is asked again.
    func complete(_ id: ID) async throws -> Uploaded {
        let upload = try await find(id)
        if let image = upload.imageID { return try await describe(image, upload) }
        let blob: Blob
        do {
            blob = try await blobs.complete(StagingKey(id), maximumSize: Int64(intake.limits.bytes))
        } catch let error as FoveaError where error.kind == .notFound {
            // Perhaps another request completed it at this moment.
            let now = try await find(id)
            if let image = now.imageID { return try await describe(image, now) }
            throw FoveaError(.conflict, "Nothing has been uploaded yet: PUT the file to its URL first.")
        }
        guard blob.size == upload.size else {
            throw FoveaError.invalid("size", "was announced as \(upload.size) bytes, but \(blob.size) were uploaded; upload it again")
        }
        let arrived = try await intake.accept(blob, filename: upload.filename, id: id)
        return try await database.write { connection in
            // Another request may have completed the same upload of other bytes.
            if let image = try UploadStore.find(connection, id)?.imageID {
                return try described(connection, image, upload)
            }
            let answers = try intake.add(connection, [arrived], projectID: upload.projectID, userID: upload.userID)
            guard let answer = answers.first else { throw FoveaError.bug("an upload that made nothing") }
            try UploadStore.complete(connection, id, imageID: answer.imageID)
            return answer
        }
    }

    private func find(_ id: ID) async throws -> UploadStore.Upload {
        try await database.read { try UploadStore.find($0, id) }.orNotFound("The upload")
    }

    private func describe(_ image: ID, _ upload: UploadStore.Upload) async throws -> Uploaded {
        try await database.read { try described($0, image, upload) }
    }

    private func described(_ connection: Connection, _ image: ID, _ upload: UploadStore.Upload) throws -> Uploaded {
        let stored = try ImageStore.stored(connection, image).orNotFound("The image")
        return Uploaded(
            imageID: image, filename: upload.filename, digest: stored.digest, width: stored.width, height: stored.height,
            duplicateOf: image == upload.id ? nil : image)
    }
}
