import Core
import Database
import DatasetFormats
import HTTPServer
import JobQueue
import ObjectStorage

extension ResourceKind {
    /// An announced import; it has its job's id.
    public static let importTicket: ResourceKind = "import"
}

/// What the client wants to import.
public struct ImportBody: WireInput {
    public var filename = ""
    public var size: Int64 = 0
    public var format: String?
    public var yoloTask: YOLOTask?

    public init() {}
    public static let fields = Fields<Self>(
        "ImportBody",
        Field("filename", \.filename, .length(1...1000)),
        Field("size", \.size, .atLeast(1), "Bytes of the archive."),
        Field(
            "format", \.format, .oneOf(["auto"] + DatasetFormat.allCases.map(\.rawValue)), "Found out when missing or auto.", optional: true),
        Field("yolo_task", \.yoloTask, "YOLO: what its label files hold, where the files do not say so.", optional: true))
}

/// Where to send the archive, and the job that will import it.
public struct ImportTicket: WireObject {
    public var jobID: ID
    public var upload: Upload

    public struct Upload: WireObject {
        public var url: String
        public var method: String
        public var headers: [String: String]
        public static let fields = Fields<Self>(
            "ImportUpload", Field("url", \.url), Field("method", \.method), Field("headers", \.headers, "To send with it."))
    }

    public static let fields = Fields<Self>("ImportTicket", Field("job_id", \.jobID), Field("upload", \.upload))
}

/// `POST /api/projects/{project_id}/imports` and `POST /api/imports/{job_id}/run`.
public struct ImportRoutes: Sendable {
    static let expires: Duration = .seconds(24 * 3600)

    let database: Database
    let blobs: any BlobStore
    let jobs: JobQueue
    /// Bytes of an archive.
    let archiveLimit: Int64
    /// How long one import may take.
    let timeLimit: Duration
    let clock: WallClock

    public init(
        database: Database, blobs: any BlobStore, jobs: JobQueue, archiveLimit: Int64, timeLimit: Duration, clock: WallClock = .system
    ) {
        self.database = database
        self.blobs = blobs
        self.jobs = jobs
        self.archiveLimit = archiveLimit
        self.timeLimit = timeLimit
        self.clock = clock
    }

    public var routes: [Route] { [announce, run] }

    private var announce: Route {
        .post(
            "/api/projects/{project_id}/imports", "Announce an archive to import: send it to the URL, then run the job", tag: "Import and export",
            access: .project(.manager), body: ImportBody.self, answer: ImportTicket.self, status: 201
        ) { call, body in
            guard body.size <= archiveLimit else { throw FoveaError.invalid("size", "must be at most \(archiveLimit)") }
            guard body.yoloTask == nil || body.format == DatasetFormat.yolo.rawValue else {
                throw FoveaError.invalid("yolo_task", "needs the format yolo")
            }
            let projectID = try call.id("project_id"), userID = try call.userID, now = clock.now()
            let id = ID.make(at: now)
            let format = body.format.flatMap(DatasetFormat.init(rawValue:))
            let announced = ImportStore.Announced(
                projectID: projectID, filename: Filename.clean(body.filename), size: body.size, format: format, yoloTask: body.yoloTask)
            let jobs = jobs
            try await database.write { connection in
                try jobs.enqueue(
                    connection,
                    NewJob(
                        id: id, kind: ImportJob.kind, title: "Import \(announced.filename)", projectID: projectID, userID: userID,
                        timeLimit: timeLimit, isUploading: true))
                try ImportStore.insert(connection, id, announced, at: now)
            }
            let request = try blobs.presignPut(StagingKey(id), maximumSize: body.size, expires: Self.expires)
            return ImportTicket(jobID: id, upload: .init(url: request.url, method: request.method, headers: request.headers))
        }
    }

    private var run: Route {
        .post(
            "/api/imports/{job_id}/run", "Import an archive that has been sent", tag: "Import and export",
            access: .member(.manager, of: .importTicket, by: "job_id"), answer: Job.self, status: 202
        ) { call in
            let id = try call.id("job_id"), jobs = jobs
            return try await database.write { connection in
                try jobs.submit(connection, id)
                return try jobs.find(connection, id).orNotFound("The import")
            }
        }
    }
}
