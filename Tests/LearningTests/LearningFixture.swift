import Core
import Database
import Events
import Foundation
import HTTPServer
import Identity
import JobQueue
import Library
import ObjectStorage
import TestSupport

@testable import Learning

/// Everything that learning stands on, real: accounts, projects, a directory store, a queue.
struct LearningFixture: Sendable {
    let database: Database
    let directory: String
    let store: DirectoryStore
    let queue: JobQueue
    let log: JobLog
    let learning: Learning
    let router: Router
    private let tokens = Lock<[String: String]>([:])

    static let migrations =
        IdentitySchema.migrations + EventsSchema.migrations + JobQueueSchema.migrations + LibrarySchema.migrations + LearningSchema.migrations

    /// The trainer's environment, where `scripts/setup-trainer` puts it or `FOVEA_TRAINER_PYTHON` names it; nil when it was not
    /// set up.
    static let python: String? = {
        let named = ProcessInfo.processInfo.environment["FOVEA_TRAINER_PYTHON"]
        let candidate = named ?? "\(repository)/.venv-trainer/bin/python"
        return FileManager.default.isExecutableFile(atPath: candidate) ? candidate : nil
    }()

    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func with(_ engine: TestEngine, _ body: @escaping @Sendable (LearningFixture) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            try await withDatabase(engine, migrations: migrations) { database in
                let secret = Array("a secret of thirty-two bytes at least".utf8)
                let store = DirectoryStore(
                    root: "\(directory)/store", signer: FileURLSigner(publicURL: "http://localhost:8000", secret: secret), logger: .silent)
                try await store.prepare()
                let events = Events(database)
                try await events.start()
                defer { events.stop() }
                let queue = JobQueue(events)
                let log = JobLog(database, JobLogStore(store), events)
                let options = Identity.Options(
                    secret: secret, isOpen: true, hasher: PasswordHasher(memory: 64, passes: 1, threads: 2, queueLimit: 64))
                let kinds = LibraryResources.projectOf.merging(LearningResources.projectOf) { $1 }
                let identity = Identity(database: database, options: options, projectOf: kinds)
                let learning = Learning(
                    .init(
                        database: database, store: store, queue: queue, log: log,
                        trainer: TrainerProgram(
                            python: python, packageDirectory: "\(repository)/trainer", cacheDirectory: "\(directory)/cache",
                            environment: ["OMP_NUM_THREADS": "1"]),
                        workDirectory: "\(directory)/work", inspect: inspect,
                        projectsOf: membershipsOf, membershipsOf: membershipsOf))
                let routes = identity.routes + Library(database: database).routes + learning.routes
                let fixture = LearningFixture(
                    database: database, directory: directory, store: store, queue: queue, log: log, learning: learning,
                    router: try Router(routes, authorizer: identity.authorizer))
                try FileManager.default.createDirectory(atPath: "\(directory)/cache", withIntermediateDirectories: true)
                for name in ["root", "owner", "other"] { try await fixture.signUp(name) }
                try await body(fixture)
            }
        }
    }

    private static let membershipsOf: @Sendable (Connection, ID) throws -> [ID] = { connection, user in
        try connection.query("SELECT project_id FROM members WHERE user_id = $1", user) { try $0.id(0) }
    }

    /// ONNX files are protocol buffers that begin with the field `ir_version`; whether one can be served is the engine's to say
    /// and tested there.
    private static let inspect: @Sendable (LocalFile) async throws -> DetectorDescription = { file in
        guard let handle = FileHandle(forReadingAtPath: file.path), let first = try handle.read(upToCount: 1), first == Data([8]) else {
            throw FoveaError(.invalid, "The file is no ONNX model.")
        }
        return DetectorDescription(classNames: ["a", "b"], imgSize: 320)
    }

    private func signUp(_ name: String) async throws {
        let mail: JSON = .string("\(name)@example.org")
        _ = await router.test(.post, "/api/auth/register", json: ["username": .string(name), "email": mail, "password": "correct horse"])
        let login = await router.test(.post, "/api/auth/login", json: ["email": mail, "password": "correct horse"])
        guard let token = login.json["access_token"]?.string else { throw FoveaError(.unauthenticated, login.text) }
        tokens.withLock { $0[name] = token }
    }

    func call(_ name: String, _ method: HTTPMethod, _ path: String, _ json: JSON? = nil) async -> TestResponse {
        let token = tokens.withLock { $0[name] } ?? ""
        return await router.test(method, path, headers: ["Authorization": "Bearer \(token)"], json: json)
    }

    func project(_ task: String = "DETECTION", labels: [String] = ["dark", "light"]) async throws -> String {
        let body: JSON = ["name": "Squares", "task_type": .string(task), "class_names": .array(labels.map { .string($0) })]
        let answer = await call("owner", .post, "/api/projects", body)
        guard let id = answer.json["id"]?.string else { throw FoveaError(.internal, answer.text) }
        return id
    }

    /// A picture of 64 x 64 pixels with a square on it, stored, and labelled by a box around the square.
    func addPicture(_ project: String, _ seed: Int, split: String = "unassigned", labelled: Bool = true) async throws {
        let dark = seed % 2 == 0
        let x = 4 + seed * 7 % 30, y = 4 + seed * 11 % 30, side = 16 + seed % 8
        let bytes = Bitmap.square(64, x: x, y: y, side: side, value: dark ? 20 : 235, background: UInt8(90 + seed % 60))
        let blob = try await store.put(bytes)
        let projectID = ID(project) ?? ID(high: 0, low: 0)
        let now = Timestamp.now()
        try await database.write { connection in
            let label = try connection.first(
                "SELECT id FROM labels WHERE project_id = $1 AND name = $2", projectID, dark ? "dark" : "light"
            ) { try $0.id(0) }
            let image = ID.make()
            try connection.execute(
                "INSERT INTO blobs (digest, size_bytes, created_at) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING", blob.digest, blob.size, now)
            try connection.execute(
                """
                INSERT INTO images (id, project_id, digest, filename, size_bytes, content_type, width, height, status, review_status, split,
                annotation_count, created_at, updated_at)
                VALUES ($1, $2, $3, $4, $5, 'image/bmp', 64, 64, 'NEW', 'UNREVIEWED', $6, $7, $8, $8)
                """, image, projectID, blob.digest, "\(seed).bmp", blob.size, split, labelled ? 1 : 0, now)
            guard labelled, let label else { return }
            let geometry: JSON = ["type": "box", "x": .int(Int64(x)), "y": .int(Int64(y)), "width": .int(Int64(side)), "height": .int(Int64(side))]
            try connection.execute(
                """
                INSERT INTO annotations (id, image_id, label_id, geometry_type, geometry, min_x, min_y, max_x, max_y, is_prediction,
                attributes, version, created_at, updated_at)
                VALUES ($1, $2, $3, 'box', $4, $5, $6, $7, $8, 0, '{}', 1, $9, $9)
                """, ID.make(), image, label, geometry, Double(x), Double(y), Double(x + side), Double(y + side), now)
        }
    }

    func worker() -> Worker {
        Worker(
            database: database, queue: queue, log: log, handlers: learning.handlers,
            options: WorkerOptions(lease: .seconds(10), heartbeat: .seconds(1), flushInterval: .milliseconds(100), pollInterval: .milliseconds(200)))
    }
}

/// Uncompressed pictures (Windows bitmap, 24 bits).
enum Bitmap {
    static func square(_ size: Int, x: Int, y: Int, side: Int, value: UInt8, background: UInt8) -> [UInt8] {
        let row = (size * 3 + 3) / 4 * 4
        var out: [UInt8] = Array("BM".utf8)
        func put(_ value: Int, _ bytes: Int) { for shift in 0..<bytes { out.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) } }
        put(54 + row * size, 4); put(0, 4); put(54, 4)
        put(40, 4); put(size, 4); put(size, 4); put(1, 2); put(24, 2); put(0, 4); put(row * size, 4); put(2835, 4); put(2835, 4); put(0, 4); put(0, 4)
        for line in (0..<size).reversed() {
            for column in 0..<size {
                let inside = (x..<x + side).contains(column) && (y..<y + side).contains(line)
                for _ in 0..<3 { out.append(inside ? value : background) }
            }
            for _ in (size * 3)..<row { out.append(0) }
        }
        return out
    }
}
