import Core
import Foundation
import Testing

@testable import ObjectStorage

private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
private let python = repository.appendingPathComponent(".venv/bin/python").path

/// Our presigned URLs against botocore's, byte for byte.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: python), "no .venv with botocore: run scripts/setup test"))
struct PresignTests {
    private func store(_ endpoint: String, publicEndpoint: String? = nil, region: String) throws -> S3Store {
        let settings = try S3Settings(
            endpoint: endpoint, publicEndpoint: publicEndpoint, bucket: "pictures", region: region,
            accessKey: "AKIA:test/er+1", secretKey: "s3cr3t/with+odd=signs")
        return S3Store(settings, cache: "/nowhere", logger: .silent, clock: WallClock { Timestamp(seconds: 1_795_216_504) })
    }

    private func botocore(_ endpoint: String, _ region: String, _ operation: String, _ parameters: JSON, _ expires: Int64) async throws -> String {
        let question: JSON = .object([
            "now": 1_795_216_504, "region": .string(region), "endpoint": .string(endpoint), "access_key": "AKIA:test/er+1",
            "secret_key": "s3cr3t/with+odd=signs", "operation": .string(operation), "parameters": parameters, "expires": .int(expires),
        ])
        let script = repository.appendingPathComponent("Tests/support/botocore_presign.py").path
        return try await run(python, [script], input: question.text)
    }

    @Test(arguments: [
        ("http://127.0.0.1:9000", "us-east-1"), ("https://s3.example.org", "eu-central-1"), ("https://example.org:8443", "auto"),
        ("http://localhost", "us-west-2"),
    ])
    func equalsBotocore(_ endpoint: String, _ region: String) async throws {
        let store = try store(endpoint, region: region)
        let key = StagingKey.make()
        let put = try store.presignPut(key, maximumSize: 1, expires: .seconds(900))
        let expectedPut = try await botocore(
            endpoint, region, "put_object", .object(["Bucket": "pictures", "Key": .string("\(key)")]), 900)
        #expect(put.url == expectedPut)

        let digest = SHA256.digest("picture")
        let file = ServedFile(contentType: "image/png", disposition: .inline, filename: "Zürich & (1) ~x+y.png")
        let get = try store.presignGet(digest, as: file, expires: .seconds(604_800))
        let expectedGet = try await botocore(
            endpoint, region, "get_object",
            .object([
                "Bucket": "pictures", "Key": .string("blobs/\(digest)"),
                "ResponseContentDisposition": .string(file.contentDisposition), "ResponseContentType": "image/png",
            ]), 604_800)
        #expect(get.url == expectedGet)
    }

    @Test func theSchemesOwnPortIsNoPartOfTheHost() throws {
        #expect(try S3Endpoint("http://Example.org:80/", setting: "").host == "example.org")
        #expect(try S3Endpoint("https://example.org:443", setting: "").host == "example.org")
        #expect(try S3Endpoint("https://example.org:80/a/b/", setting: "").host == "example.org:80")
        #expect(try S3Endpoint("https://example.org:80/a/b/", setting: "").base == "/a/b")
    }

    @Test func presignedURLsNameThePublicEndpoint() throws {
        let store = try store("http://10.0.0.5:9000", publicEndpoint: "https://files.example.org/", region: "us-east-1")
        let url = try store.presignPut(.make(), maximumSize: 1, expires: .seconds(60)).url
        #expect(url.hasPrefix("https://files.example.org/pictures/staging/"))
    }

    @Test(arguments: ["ftp://x", "example.org", "http://", "http://a b", "http://u:p@host", "http://x/?q", ""])
    func endpointsThatAreNoneAreNamed(_ text: String) {
        let error = #expect(throws: FoveaError.self) {
            try S3Settings(endpoint: text, bucket: "abc", accessKey: "a", secretKey: "b")
        }
        #expect(error?.fields.first?.field == "S3_ENDPOINT")
    }
}
