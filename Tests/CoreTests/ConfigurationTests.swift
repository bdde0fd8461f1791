import Core
import Testing

@Suite struct ConfigurationTests {
    @Test func flagsGoOverEnvironmentOverFileOverDefaults() {
        let configuration = Configuration(
            flags: ["FOVEA_PORT": "1"], environment: ["FOVEA_PORT": "2", "FOVEA_HOST": "0.0.0.0"],
            file: ["FOVEA_HOST": "::1", "S3_BUCKET": "pictures"])
        #expect(configuration[.port] == "1")
        #expect(configuration.source(of: .port) == .flag)
        #expect(configuration[.host] == "0.0.0.0")
        #expect(configuration[.s3Bucket] == "pictures")
        #expect(configuration.source(of: .registration) == .default)
        #expect(configuration[.publicURL] == nil)
    }

    @Test func otherSystemsVariablesAreRead() {
        let configuration = Configuration(environment: ["MINIO_ENDPOINT": "http://minio:9000"])
        #expect(configuration[.s3Endpoint] == "http://minio:9000")
    }

    @Test func secretsAndPasswordsAreMasked() {
        let configuration = Configuration(environment: [
            "JWT_SECRET_KEY": "hunter2hunter2", "DATABASE_URL": "postgresql://fovea:p@ss:w0rd@db/fovea",
        ])
        #expect(!configuration.shown(.jwtSecret).contains("hunter2"))
        #expect(configuration.shown(.database) == "postgresql://fovea:••••@db/fovea")
    }

    @Test func envFilesAllowQuotesCommentsAndExport() throws {
        let values = try EnvFile.parse("# c\n\nexport A = \"x y\"\r\nB='#'\nC=a=b\n", name: ".env")
        #expect(values == ["A": "x y", "B": "#", "C": "a=b"])
        let error = #expect(throws: FoveaError.self) { try EnvFile.parse("A=1\nnonsense", name: ".env") }
        #expect(error?.message.contains("line 2") == true)
    }

    @Test func typedReadsNameTheSetting() {
        let configuration = Configuration(environment: ["FOVEA_PORT": "99999"])
        let error = #expect(throws: FoveaError.self) { try configuration.int(.port, in: 0...65535) }
        #expect(error?.message.contains("FOVEA_PORT") == true)
    }
}
