import Core
import Database
import Detection
import Engine
import Events
import Geometry
import HTTPServer
import Identity
import JobQueue
import Library
import ObjectStorage
import Review
import TestSupport
import Testing

@testable import Learning

/// Predictions behind a router, with a model whose findings the test decides: `ana` owns a project with a deployed model.
struct PredictionFixture: Sendable {
    let database: Database
    let store: DirectoryStore
    let router: Router
    let queue: JobQueue
    let events: Events
    let predictions: Predictions
    let project: String
    let model: String
    let version: String
    /// What was asked of the engine.
    let asked: Lock<[(key: String, thresholds: DetectionThresholds)]>
    /// The places of pictures that came as files.
    let inputs: Lock<[String]>
    private let tokens: [String: String]

    static func with(_ engine: TestEngine, _ body: (PredictionFixture) async throws -> Void) async throws {
        let migrations =
            IdentitySchema.migrations + EventsSchema.migrations + JobQueueSchema.migrations + LibrarySchema.migrations
            + LearningSchema.migrations + ReviewSchema.migrations
        try await withTemporaryDirectory { directory in
            try await withDatabase(engine, migrations: migrations) { database in
                let signer = FileURLSigner(publicURL: "http://localhost:8000", secret: [UInt8](repeating: 1, count: 32))
                let store = DirectoryStore(root: "\(directory)/store", signer: signer, logger: .silent)
                try await store.prepare()
                let asked = Lock<[(key: String, thresholds: DetectionThresholds)]>([])
                let inputs = Lock<[String]>([])
                let work = DetectorWork { input, model, thresholds in
                    if case .file(let path) = input { inputs.withLock { $0.append(path) } }
                    asked.withLock { $0.append((model.key, thresholds)) }
                    return try await Self.find(input)
                }
                let options = Identity.Options(
                    secret: Array("a secret of thirty-two bytes at least".utf8), isOpen: true,
                    hasher: PasswordHasher(memory: 64, passes: 1, threads: 2, queueLimit: 64))
                let resources = LibraryResources.projectOf.merging(LearningResources.projectOf) { $1 }.merging(ReviewResources.projectOf) { $1 }
                let identity = Identity(database: database, options: options, projectOf: resources)
                let events = Events(database)
                let queue = JobQueue(events)
                let predictions = Predictions(database: database, store: store, queue: queue, work: work, fileLimit: 5 << 20)
                let routes =
                    identity.routes + Library(database: database).routes + predictions.routes + Review(database: database).routes
                let router = try Router(routes, authorizer: identity.authorizer)
                var tokens: [String: String] = [:]
                for name in ["root", "ana", "bob", "eve"] { tokens[name] = try await signUp(name, router) }
                let made = await router.test(
                    .post, "/api/projects", headers: ["Authorization": "Bearer \(tokens["ana"] ?? "")"],
                    json: ["name": "Cells", "task_type": "DETECTION", "class_names": ["cell"]])
                let project = try #require(made.json["id"]?.string)
                let (model, version) = try await addModel(database, store, project)
                try await body(
                    PredictionFixture(
                        database: database, store: store, router: router, queue: queue, events: events, predictions: predictions,
                        project: project, model: model, version: version, asked: asked, inputs: inputs, tokens: tokens))
            }
        }
    }

    /// A picture's first byte says how many cells are in it; an empty one cannot be read.
    private static func find(_ input: EngineInput) async throws -> Inference {
        let bytes: [UInt8] =
            switch input {
            case .bytes(let bytes): bytes
            case .file(let path): try await read(path)
            }
        guard let count = bytes.first, count < 100 else { throw FoveaError(.invalid, "The file is damaged.") }
        let found = (0..<Int(count)).map { index in
            Prediction(
                classIndex: 0, className: "cell", confidence: 0.9 - Double(index) * 0.1,
                box: Box(x: Double(index) * 20, y: 5, width: 10, height: 15))
        }
        return Inference(
            predictions: found, width: 640, height: 480,
            timing: .init(decode: 1, preprocess: 2, inference: 3, postprocess: 4, total: 10))
    }

    private static func read(_ path: String) async throws -> [UInt8] {
        try await BlockingExecutor(name: "test files", threads: 1, queueLimit: 8).run { try readFile(path) }
    }

    private static func addModel(_ database: Database, _ store: DirectoryStore, _ project: String) async throws -> (String, String) {
        let blob = try await store.put(Array("a model".utf8))
        let (model, version, now) = (ID.make(), ID.make(), Timestamp.now())
        let projectID = try #require(ID(project))
        try await database.write { connection in
            try connection.execute("INSERT INTO blobs (digest, size_bytes, created_at) VALUES ($1, $2, $3)", blob.digest, blob.size, now)
            try connection.execute(
                """
                INSERT INTO models (id, name, description, owner_id, project_id, is_public, deployed_version_id, deployed_at, version_count,
                    created_at, updated_at) SELECT $1, 'Finder', '', owner_id, id, 0, $3, $4, 1, $4, $4 FROM projects WHERE id = $2
                """, model, projectID, version, now)
            try connection.execute(
                """
                INSERT INTO model_versions (id, model_id, version_number, kind, status, class_names, metrics, digest, created_by, created_at)
                VALUES ($1, $2, '7', 'detector', 'READY', '["cell"]', '{}', $3, $4, $5)
                """, version, model, blob.digest, model, now)
        }
        return (model.description, version.description)
    }

    private static func signUp(_ name: String, _ router: Router) async throws -> String {
        let (mail, password): (JSON, JSON) = (.string("\(name)@example.org"), "correct horse")
        _ = await router.test(.post, "/api/auth/register", json: ["username": .string(name), "email": mail, "password": password])
        let login = await router.test(.post, "/api/auth/login", json: ["email": mail, "password": password])
        return try #require(login.json["access_token"]?.string)
    }

    func call(_ method: HTTPMethod, _ path: String, _ json: JSON? = nil) async -> TestResponse {
        await call("ana", method, path, json)
    }

    func call(_ name: String, _ method: HTTPMethod, _ path: String, _ json: JSON? = nil) async -> TestResponse {
        await router.test(method, path, headers: ["Authorization": "Bearer \(tokens[name] ?? "")"], json: json)
    }

    func infer(_ fields: KeyValuePairs<String, String>, file: [UInt8]? = nil) async -> TestResponse {
        await infer("ana", fields, file: file)
    }

    func infer(_ name: String, _ fields: KeyValuePairs<String, String>, file: [UInt8]? = nil) async -> TestResponse {
        var form: [UInt8] = []
        for (field, value) in fields {
            form += "--xx\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8
        }
        if let file {
            form += Array("--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.jpg\"\r\n\r\n".utf8) + file
            form += Array("\r\n".utf8)
        }
        form += Array("--xx--\r\n".utf8)
        let headers: Headers = [
            "Authorization": "Bearer \(tokens[name] ?? "")", "Content-Type": "multipart/form-data; boundary=xx",
        ]
        return await router.test(.post, "/api/predictions/infer", headers: headers, body: .chunks([form]))
    }

    /// An image of 640 x 480 pixels whose file is these bytes.
    func image(_ bytes: [UInt8]) async throws -> String {
        let id = ID.make(), now = Timestamp.now()
        let blob = try await store.put(bytes)
        let projectID = try #require(ID(project))
        try await database.write { connection in
            try connection.execute(
                "INSERT INTO blobs (digest, size_bytes, created_at) VALUES ($1, $2, $3)", blob.digest, blob.size, now)
            try connection.execute(
                """
                INSERT INTO images (id, project_id, digest, filename, size_bytes, content_type, width, height, status, review_status,
                split, created_at, updated_at) VALUES ($1, $2, $3, 'x.jpg', 1, 'image/jpeg', 640, 480, 'NEW', 'UNREVIEWED',
                'unassigned', $4, $4)
                """, id, projectID, blob.digest, now)
        }
        return id.description
    }

    /// Runs the queue until a job has ended; answers its status and result.
    func finish(_ job: String) async throws -> (status: String, result: JSON) {
        let worker = Worker(
            database: database, queue: queue, log: JobLog(database, JobLogStore(store), events), handlers: predictions.handlers)
        let running = Task { await worker.run() }
        let id = try #require(ID(job))
        var state: (status: String, result: JSON) = ("", .null)
        while !["SUCCEEDED", "FAILED", "CANCELLED"].contains(state.status) {
            try await Task.sleep(for: .milliseconds(20))
            state =
                try await database.read { connection in
                    try connection.first("SELECT status, result FROM jobs WHERE id = $1", id) { (try $0.text(0), try $0.optionalJSON(1) ?? .null) }
                } ?? ("", .null)
        }
        worker.stop()
        await running.value
        return state
    }
}
