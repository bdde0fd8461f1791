import Core
import Database
import HTTPServer
import Identity
import ObjectStorage
import TestSupport

@testable import Library

/// The library behind a router over a fresh database, with an administrator, a project and its people.
struct LibraryFixture: Sendable {
    let database: Database
    let router: Router
    let identity: Identity
    private let tokens = Lock<[String: String]>([:])

    init(database: Database, router: Router, identity: Identity) {
        self.database = database
        self.router = router
        self.identity = identity
    }

    static func with(_ engine: TestEngine, _ body: @Sendable (LibraryFixture) async throws -> Void) async throws {
        try await withDatabase(engine, migrations: IdentitySchema.migrations + LibrarySchema.migrations) { database in
            let options = Identity.Options(
                secret: Array("a secret of thirty-two bytes at least".utf8), isOpen: true,
                hasher: PasswordHasher(memory: 64, passes: 1, threads: 2, queueLimit: 64))
            let identity = Identity(database: database, options: options, projectOf: LibraryResources.projectOf)
            let routes = identity.routes + Library(database: database).routes + images(database)
            let router = try Router(routes, authorizer: identity.authorizer)
            let fixture = LibraryFixture(database: database, router: router, identity: identity)
            try await fixture.signUp("root")
            try await body(fixture)
        }
    }

    /// Images as rows: listed, shown and changed, without a place for their bytes.
    private static func images(_ database: Database) -> [Route] {
        let nowhere = DirectoryStore(
            root: "/nowhere", signer: FileURLSigner(publicURL: "http://localhost", secret: [UInt8](repeating: 1, count: 32)), logger: .silent)
        return ImageRoutes(database: database, blobs: nowhere).routes + ImageChangeRoutes(database: database, clock: .system, news: .silent).routes
            + BulkImageRoutes(database: database, clock: .system, news: .silent).routes
    }

    func signUp(_ name: String) async throws {
        let password: JSON = "correct horse"
        let mail: JSON = .string("\(name)@example.org")
        _ = await router.test(.post, "/api/auth/register", json: ["username": .string(name), "email": mail, "password": password])
        let login = await router.test(.post, "/api/auth/login", json: ["email": mail, "password": password])
        guard let token = login.json["access_token"]?.string else { throw FoveaError(.unauthenticated, login.text) }
        tokens.withLock { $0[name] = token }
    }

    func call(_ name: String, _ method: HTTPMethod, _ path: String, _ json: JSON? = nil) async -> TestResponse {
        await router.test(method, path, headers: ["Authorization": "Bearer \(token(name))"], json: json)
    }

    func token(_ name: String) -> String { tokens.withLock { $0[name] } ?? "" }

    /// A project of `owner` with labels `a` and `b`; answers its id and theirs.
    func project(of owner: String, labels: [String] = ["a", "b"]) async throws -> (id: String, labels: [String]) {
        let body: JSON = ["name": "Cells", "task_type": "DETECTION", "class_names": .array(labels.map { .string($0) })]
        let id = try (await call(owner, .post, "/api/projects", body)).json["id"]?.string.orNotFound(owner) ?? ""
        let listed = await call(owner, .get, "/api/projects/\(id)/labels")
        return (id, listed.json["items"]?.array?.compactMap { $0["id"]?.string } ?? [])
    }

    /// An image row of 640 x 480 pixels; the bytes are nobody's concern here.
    func image(in project: String, _ seed: Int = 0) async throws -> String {
        let id = ID.make(), digest = SHA256.digest("\(id)"), now = Timestamp(seconds: Int64(1000 + seed))
        let projectID = try ID(project).orNotFound("project")
        try await database.write { connection in
            try connection.execute("INSERT INTO blobs (digest, size_bytes, created_at) VALUES ($1, 1, $2)", digest, now)
            try connection.execute(
                """
                INSERT INTO images (id, project_id, digest, filename, size_bytes, content_type, width, height, status, review_status,
                split, created_at, updated_at) VALUES ($1, $2, $3, 'x.jpg', 1, 'image/jpeg', 640, 480, 'NEW', 'UNREVIEWED',
                'unassigned', $4, $4)
                """, id, projectID, digest, now)
        }
        return id.description
    }
}

func box(_ x: Double, _ y: Double, _ width: Double = 10, _ height: Double = 10) -> JSON {
    ["type": "box", "x": .double(x), "y": .double(y), "width": .double(width), "height": .double(height)]
}

func create(_ id: ID, label: String, _ geometry: JSON) -> JSON {
    ["action": "create", "id": .string(id.description), "label_id": .string(label), "geometry": geometry]
}
