import Core
import Database
import HTTPServer
import JobQueue
import ObjectStorage

/// What the client wants to import.
struct VideoBody: WireInput {
    var filename = ""
    var size: Int64 = 0
    var name: String?
    var frames = FramesWanted()

    static let fields = Fields<Self>(
        "VideoBody",
        Field("filename", \.filename, .length(1...1000)),
        Field("size", \.size, .atLeast(1), "Bytes of the video."),
        Field("name", \.name, .length(1...200), "Of the sequence; the filename when missing.", optional: true),
        Field("frames", \.frames, optional: true))
}

/// `POST /api/projects/{project_id}/videos` and `POST /api/videos/{job_id}/run`.
struct VideoRoutes: Sendable {
    let database: Database
    let blobs: any BlobStore
    let jobs: JobQueue
    /// Bytes of a video.
    let limit: Int64
    /// How long one import may take.
    let timeLimit: Duration
    let clock: WallClock

    var routes: [Route] { [announce, run] }

    private var announce: Route {
        .post(
            "/api/projects/{project_id}/videos", "Announce a video to import as frames: send it to the URL, then run the job", tag: "Sequences",
            access: .project(.manager), body: VideoBody.self, answer: ImportTicket.self, status: 201
        ) { call, body in
            guard body.size <= limit else { throw FoveaError.invalid("size", "must be at most \(limit)") }
            let projectID = try call.id("project_id"), userID = try call.userID, now = clock.now()
            let id = ID.make(at: now), filename = Filename.clean(body.filename)
            let announced = VideoStore.Announced(
                projectID: projectID, filename: filename, size: body.size, name: body.name ?? filename, wanted: body.frames)
            let jobs = jobs, timeLimit = timeLimit
            try await database.write { connection in
                try jobs.enqueue(
                    connection,
                    NewJob(
                        id: id, kind: VideoJob.kind, title: "Import \(filename)", projectID: projectID, userID: userID, timeLimit: timeLimit,
                        isUploading: true))
                try VideoStore.insert(connection, id, announced, at: now)
            }
            let request = try blobs.presignPut(StagingKey(id), maximumSize: body.size, expires: ImportRoutes.expires)
            return ImportTicket(jobID: id, upload: .init(url: request.url, method: request.method, headers: request.headers))
        }
    }

    private var run: Route {
        .post(
            "/api/videos/{job_id}/run", "Import a video that has been sent", tag: "Sequences",
            access: .member(.manager, of: .videoTicket, by: "job_id"), answer: Job.self, status: 202
        ) { call in
            let id = try call.id("job_id"), jobs = jobs
            return try await database.write { connection in
                try jobs.submit(connection, id)
                return try jobs.find(connection, id).orNotFound("The import")
            }
        }
    }
}
