import Core
import Foundation
import Testing

@testable import ObjectStorage

/// The stores that one body of tests runs over.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case directory, s3
    var testDescription: String { rawValue }

    /// The S3 server is there when the tests run under `Tests/support/services.py run`, as `make test` does.
    static let available: [StoreKind] = S3Server.found == nil ? [.directory] : [.directory, .s3]
}

struct S3Server: Sendable {
    let endpoint: String
    let region: String
    let accessKey: String
    let secretKey: String

    static let found: S3Server? = {
        let environment = ProcessInfo.processInfo.environment
        guard let endpoint = environment["FOVEA_TEST_S3_ENDPOINT"], let accessKey = environment["FOVEA_TEST_S3_ACCESS_KEY"],
            let secretKey = environment["FOVEA_TEST_S3_SECRET_KEY"]
        else { return nil }
        let region = environment["FOVEA_TEST_S3_REGION"] ?? "us-east-1"
        return S3Server(endpoint: endpoint, region: region, accessKey: accessKey, secretKey: secretKey)
    }()

    static let absent: Comment = "no S3 server: run under `Tests/support/services.py run --`"

    func settings(bucket: String) throws -> S3Settings {
        try S3Settings(endpoint: endpoint, bucket: bucket, region: region, accessKey: accessKey, secretKey: secretKey)
    }
}

/// A store of its own for one test, in a directory that goes away afterwards.
struct TestStore: Sendable {
    let store: any BlobStore
    let directory: String
    let logged: Lock<[String]>

    var directoryStore: DirectoryStore? { store as? DirectoryStore }
    var s3Store: S3Store? { store as? S3Store }

    static let secret = [UInt8](repeating: 7, count: 32)

    static func with(
        _ kind: StoreKind, cacheLimit: Int64 = 1 << 30, adjust: (inout S3Settings) -> Void = { _ in },
        _ body: (TestStore) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-store-\(ID.make())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let logged = Lock<[String]>([])
        let logger = Logger(minimum: .info) { line in logged.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        let store: any BlobStore
        switch kind {
        case .directory:
            let signer = FileURLSigner(publicURL: "http://fovea.test:8000/", secret: secret)
            store = DirectoryStore(root: directory, signer: signer, logger: logger)
        case .s3:
            let server = try #require(S3Server.found)
            var settings = try server.settings(bucket: "fovea-\(ID.make())")
            adjust(&settings)
            store = S3Store(settings, cache: directory, cacheLimit: cacheLimit, logger: logger)
        }
        try await store.prepare()
        try await body(TestStore(store: store, directory: directory, logged: logged))
    }

    /// Sends `bytes` where a presigned PUT says, as a browser would; answers the HTTP status.
    func upload(_ bytes: [UInt8], _ request: PresignedRequest) async throws -> Int {
        guard let store = directoryStore else {
            return try await HTTP.send(request.method, request.url, body: bytes).status
        }
        let (path, query) = HTTP.parts(request.url)
        guard case .write(let key, let maximumSize) = try store.signer.verify(method: request.method, path: path, query: query)
        else { return 403 }
        let writer = try await store.stage(limit: maximumSize)
        try await writer.write(bytes)
        try await store.deposit(try await writer.finish(), at: key)
        return 201
    }
}

func randomBytes(_ count: Int) -> [UInt8] { SecureRandom.bytes(count) }

extension BlobStream {
    func collect() async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await chunk in self { all += chunk }
        return all
    }
}
