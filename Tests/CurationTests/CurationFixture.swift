import Core
import Database
import Events
import HTTPServer
import Identity
import ImageCodecs
import ImageQuality
import JobQueue
import Learning
import Library
import NearDuplicates
import ObjectStorage
import Review
import TestSupport

@testable import Curation

/// What curation stands on, real: accounts, a project with images that came through the intake, a directory store, a queue
/// and a worker. `ana` owns the project, `vera` may only look, `eve` is nobody there.
struct CurationFixture: Sendable {
    let database: Database
    let store: DirectoryStore
    let queue: JobQueue
    let router: Router
    let images: Images
    let curation: Curation
    let project: String
    private let log: JobLog
    private let tokens: [String: String]

    static let migrations =
        IdentitySchema.migrations + EventsSchema.migrations + JobQueueSchema.migrations + LibrarySchema.migrations
        + LearningSchema.migrations + ReviewSchema.migrations + CurationSchema.migrations

    static func with(_ engine: TestEngine, _ body: @escaping @Sendable (CurationFixture) async throws -> Void) async throws {
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
                let options = Identity.Options(
                    secret: secret, isOpen: true, hasher: PasswordHasher(memory: 64, passes: 1, threads: 2, queueLimit: 64))
                let kinds = LibraryResources.projectOf.merging(CurationResources.projectOf) { $1 }
                let identity = Identity(database: database, options: options, projectOf: kinds)
                let codecs = BlockingExecutor(name: "test codecs", threads: 2, queueLimit: 64)
                let images = Images(
                    database: database, blobs: store, jobs: queue, pictures: .inProcess(codecs), arrivals: Curation.arrivals,
                    onArrival: { try EmbeddingChoice.imagesArrived($0, queue, project: $1) })
                let curation = Curation(
                    .init(
                        database: database, store: store, queue: queue,
                        quality: { path in
                            try await codecs.run { ImageQuality(try ImageDecoder.decode(ByteSource(path: path).all()), models: .none) }
                        },
                        sign: { path in try await codecs.run { PictureSignature(try ImageDecoder.decode(ByteSource(path: path).all())) } },
                        bin: images.bin, embedding: EmbeddingOptions(work: .inProcess), news: ImageNews(events)))
                let routes = identity.routes + Library(database: database).routes + images.routes + curation.routes
                let router = try Router(routes, authorizer: identity.authorizer)
                var tokens: [String: String] = [:]
                for name in ["root", "ana", "vera", "eve"] { tokens[name] = try await signUp(name, router) }
                let owner = ["Authorization": "Bearer \(tokens["ana"] ?? "")"] as Headers
                let made = await router.test(.post, "/api/projects", headers: owner, json: ["name": "Cells", "task_type": "DETECTION"])
                guard let project = made.json["id"]?.string else { throw FoveaError(.internal, made.text) }
                let member = await router.test(
                    .post, "/api/projects/\(project)/members", headers: owner, json: ["username": "vera", "role": "viewer"])
                guard member.status < 300 else { throw FoveaError(.internal, member.text) }
                try await body(
                    CurationFixture(
                        database: database, store: store, queue: queue, router: router, images: images, curation: curation,
                        project: project, log: JobLog(database, JobLogStore(store), events), tokens: tokens))
            }
        }
    }

    private static func signUp(_ name: String, _ router: Router) async throws -> String {
        let (mail, password): (JSON, JSON) = (.string("\(name)@example.org"), "correct horse")
        _ = await router.test(.post, "/api/auth/register", json: ["username": .string(name), "email": mail, "password": password])
        let login = await router.test(.post, "/api/auth/login", json: ["email": mail, "password": password])
        guard let token = login.json["access_token"]?.string else { throw FoveaError(.unauthenticated, login.text) }
        return token
    }

    func token(_ name: String) -> String { tokens[name] ?? "" }

    func call(_ name: String = "ana", _ method: HTTPMethod, _ path: String, _ json: JSON? = nil) async -> TestResponse {
        await router.test(method, path, headers: ["Authorization": "Bearer \(tokens[name] ?? "")"], json: json)
    }

    /// Uploads a file as people do; answers the image's id.
    func upload(_ filename: String, _ bytes: [UInt8]) async throws -> String {
        var form = Array("--xx\r\nContent-Disposition: form-data; name=\"project_id\"\r\n\r\n\(project)\r\n".utf8)
        form += "--xx\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\(filename)\"\r\n\r\n".utf8
        form += bytes + Array("\r\n--xx--\r\n".utf8)
        let headers: Headers = [
            "Authorization": "Bearer \(tokens["ana"] ?? "")", "Content-Type": "multipart/form-data; boundary=xx",
        ]
        let answer = await router.test(.post, "/api/images/upload", headers: headers, body: .chunks([form]))
        guard let id = answer.json["uploaded"]?.array?.first?["image_id"]?.string else { throw FoveaError(.invalid, answer.text) }
        return id
    }

    /// Runs a worker until nothing is left to do.
    func work() async throws {
        let worker = Worker(database: database, queue: queue, log: log, handlers: images.handlers + curation.handlers)
        let running = Task { await worker.run() }
        while try await isBusy() { try await Task.sleep(for: .milliseconds(20)) }
        worker.stop()
        await running.value
    }

    private func isBusy() async throws -> Bool {
        try await database.read { try $0.integer("SELECT count(*) FROM jobs WHERE status IN ('QUEUED', 'RUNNING')") ?? 0 } > 0
    }
}
