import Core
import Database
import Events
import Foundation
import HTTPServer
import Identity
import ImageCodecs
import JobQueue
import ObjectStorage
import Pixels
import TestSupport
import Testing

@testable import Library

/// What images are tested on: SQLite with a directory, and PostgreSQL with an S3 server where the test run has both.
enum Ground: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case laptop, team
    var testDescription: String { self == .laptop ? "SQLite and a directory" : "PostgreSQL and S3" }

    static var s3: [String: String] {
        ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix("FOVEA_TEST_S3_") }
    }
    static let available: [Ground] = TestEngine.postgresURL != nil && !s3.isEmpty ? [.laptop, .team] : [.laptop]
    static let teamIsAbsent: Testing.Comment = "no PostgreSQL and S3 server: run under `Tests/support/services.py run --`"

    func store(_ directory: String) throws -> any BlobStore {
        switch self {
        case .laptop:
            let signer = FileURLSigner(publicURL: "http://localhost:8000", secret: [UInt8](repeating: 1, count: 32))
            return DirectoryStore(root: "\(directory)/store", signer: signer, logger: .silent)
        case .team:
            let settings = try S3Settings(
                endpoint: Ground.s3["FOVEA_TEST_S3_ENDPOINT"] ?? "", bucket: "library-\(ID.make())",
                region: Ground.s3["FOVEA_TEST_S3_REGION"] ?? "", accessKey: Ground.s3["FOVEA_TEST_S3_ACCESS_KEY"] ?? "",
                secretKey: Ground.s3["FOVEA_TEST_S3_SECRET_KEY"] ?? "")
            return S3Store(settings, cache: "\(directory)/cache", logger: .silent)
        }
    }
}

/// Images behind a router, over a fresh database and store, with `ana` who owns a project and others.
struct ImageFixture: Sendable {
    let database: Database
    let blobs: any BlobStore
    let router: Router
    let images: Images
    let events: Events
    let queue: JobQueue
    let project: String
    private let tokens: Lock<[String: String]>

    static func with(
        _ ground: Ground, limits: ImageLimits = .standard, _ body: (ImageFixture) async throws -> Void
    ) async throws {
        let engine: TestEngine = ground == .laptop ? .sqlite : .postgres
        let migrations = IdentitySchema.migrations + EventsSchema.migrations + JobQueueSchema.migrations + LibrarySchema.migrations
        try await withTemporaryDirectory { directory in
            try await withDatabase(engine, migrations: migrations) { database in
                let blobs = try ground.store(directory)
                try await blobs.prepare()
                let options = Identity.Options(
                    secret: Array("a secret of thirty-two bytes at least".utf8), isOpen: true,
                    hasher: PasswordHasher(memory: 64, passes: 1, threads: 2, queueLimit: 64))
                let identity = Identity(database: database, options: options, projectOf: LibraryResources.projectOf)
                let events = Events(database)
                let queue = JobQueue(events)
                let codecs = BlockingExecutor(name: "codecs", threads: 2, queueLimit: 64)
                let images = Images(
                    database: database, blobs: blobs, jobs: queue, pictures: .inProcess(codecs, limits: limits), limits: limits)
                let transfers = Transfers(database: database, blobs: blobs, jobs: queue, intake: images.intake)
                let routes = identity.routes + Library(database: database).routes + images.routes + transfers.routes
                let router = try Router(routes, authorizer: identity.authorizer)
                var tokens: [String: String] = [:]
                for name in ["root", "ana", "bob", "eve"] { tokens[name] = try await signUp(name, router) }
                let made = await router.test(
                    .post, "/api/projects", headers: ["Authorization": "Bearer \(tokens["ana"] ?? "")"],
                    json: ["name": "Cells", "task_type": "DETECTION", "class_names": ["cell"]])
                let project = try #require(made.json["id"]?.string)
                try await body(
                    ImageFixture(
                        database: database, blobs: blobs, router: router, images: images, events: events, queue: queue,
                        project: project, tokens: Lock(tokens)))
            }
        }
    }

    private static func signUp(_ name: String, _ router: Router) async throws -> String {
        let (mail, password): (JSON, JSON) = (.string("\(name)@example.org"), "correct horse")
        _ = await router.test(.post, "/api/auth/register", json: ["username": .string(name), "email": mail, "password": password])
        let login = await router.test(.post, "/api/auth/login", json: ["email": mail, "password": password])
        return try #require(login.json["access_token"]?.string)
    }

    /// As `ana`.
    func call(
        _ method: HTTPMethod, _ path: String, _ json: JSON? = nil, headers: Headers = Headers(), body: RequestBody? = nil
    ) async -> TestResponse {
        await call("ana", method, path, json, headers: headers, body: body)
    }

    func call(
        _ name: String, _ method: HTTPMethod, _ path: String, _ json: JSON? = nil, headers: Headers = Headers(),
        body: RequestBody? = nil
    ) async -> TestResponse {
        var headers = headers
        headers["Authorization"] = "Bearer \(tokens.withLock { $0[name] } ?? "")"
        return await router.test(method, path, headers: headers, json: json, body: body)
    }

    /// An answer whose body nobody has asked for yet.
    func begin(_ method: HTTPMethod, _ path: String) async -> HTTPResponse {
        let parts = path.split(separator: "?", maxSplits: 1)
        let headers: Headers = ["Authorization": "Bearer \(tokens.withLock { $0["ana"] } ?? "")", "Host": "localhost:8000"]
        let query = parts.dropFirst().flatMap { URLText.parameters($0) ?? [] }
        return await router.handle(HTTPRequest(method: method, path: String(parts[0]), query: query, headers: headers))
    }

    func share(with name: String, as role: Role) async throws {
        let answer = await call(.post, "/api/projects/\(project)/members", ["username": .string(name), "role": .string(role.rawValue)])
        try #require(answer.status < 300, "\(answer.text)")
    }

    /// Sends files by form, cut into chunks that fall anywhere.
    func upload(to project: String? = nil, _ files: [(String, [UInt8])]) async -> TestResponse {
        await upload("ana", to: project, files)
    }

    func upload(_ name: String, to project: String? = nil, _ files: [(String, [UInt8])]) async -> TestResponse {
        var form = Array("--xx\r\nContent-Disposition: form-data; name=\"project_id\"\r\n\r\n\(project ?? self.project)\r\n".utf8)
        for (filename, bytes) in files {
            form += "--xx\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\(filename)\"\r\n\r\n".utf8
            form += bytes
            form += "\r\n".utf8
        }
        form += "--xx--\r\n".utf8
        let chunks = Swift.stride(from: 0, to: form.count, by: 60_001).map { Array(form[$0..<min(form.count, $0 + 60_001)]) }
        return await call(
            name, .post, "/api/images/upload", headers: ["Content-Type": "multipart/form-data; boundary=xx"], body: .chunks(chunks))
    }

    /// Ids of uploaded pictures, each a different one.
    func pictures(_ count: Int, to project: String? = nil) async throws -> [String] {
        let files = try (0..<count).map { ("picture \($0).jpg", try Pictures.jpeg(64 + $0, 48, seed: $0)) }
        let answer = await upload(to: project, files)
        try #require(answer.status == 201, "\(answer.text)")
        return (answer.json["uploaded"]?.array ?? []).compactMap { $0["image_id"]?.string }
    }

    /// The project's maintained counts.
    func counts() async -> [Int64?] {
        let json = await call(.get, "/api/projects/\(project)").json
        return [json["image_count"]?.int, json["done_count"]?.int, json["annotation_count"]?.int]
    }
}

/// Pictures drawn for tests.
enum Pictures {
    static func pixels(_ width: Int, _ height: Int, seed: Int) -> PixelBuffer {
        PixelBuffer(width: width, height: height, channels: 3) { buffer in
            for index in buffer.indices { buffer[index] = UInt8(truncatingIfNeeded: index / 7 + seed * 31) }
        }
    }

    static func jpeg(_ width: Int, _ height: Int, seed: Int = 0) throws -> [UInt8] {
        try ImageEncoder.encode(pixels(width, height, seed: seed), as: .jpeg(quality: 90))
    }

    static func png(_ width: Int, _ height: Int, seed: Int = 0) throws -> [UInt8] {
        try ImageEncoder.encode(pixels(width, height, seed: seed), as: .png(compression: 6))
    }

    /// A JPEG whose EXIF says that it lies on its side (orientation 6) and which camera took it.
    static func rotated(_ width: Int, _ height: Int) throws -> [UInt8] {
        let plain = try jpeg(width, height)
        let tiff: [UInt8] =
            [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 2, 0] + [0x0F, 0x01, 2, 0, 4, 0, 0, 0] + Array("Cam\0".utf8)
            + [0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0] + [0, 0, 0, 0]
        let payload = Array("Exif\0\0".utf8) + tiff
        let length = payload.count + 2
        return Array(plain[..<2]) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + payload + Array(plain[2...])
    }

    /// A PNG that says it has 60,000 x 60,000 pixels.
    static func bomb() throws -> [UInt8] {
        var bytes = try png(8, 8)
        for offset in [16, 20] { bytes.replaceSubrange(offset..<offset + 4, with: [0, 0, 0xEA, 0x60]) }
        return bytes
    }
}
