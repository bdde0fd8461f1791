import Core
import Database
import ObjectStorage

/// What every command that works on a running system's data needs: settings, database, store.
struct Foundations: Sendable {
    let settings: Settings
    let logger: Logger
    let database: Database
    let blobs: any BlobStore
    /// Signs URLs of files that this server hands out itself; nil when the store signs its own.
    let fileSigner: FileURLSigner?

    /// - Parameter publicURL: how clients reach the server, when the configuration does not say.
    static func open(_ settings: Settings, publicURL: String) throws -> Foundations {
        let configuration = settings.configuration
        let level = try configuration.choice(.logLevel, of: Logger.Level.allCases.map(\.rawValue))
        let logger = Logger.standardError(minimum: Logger.Level(rawValue: level) ?? .info)
        let url = try DatabaseURL(configuration[.database] ?? "sqlite:", dataDirectory: settings.dataDirectory)
        let synchronous = try configuration.choice(.sqliteSynchronous, of: ["FULL", "NORMAL"])
        let database = try Database(url, sqlite: SQLiteOptions(synchronous: synchronous == "FULL" ? .full : .normal))
        let (blobs, signer) = try store(settings, publicURL: configuration[.publicURL] ?? publicURL, logger)
        return Foundations(settings: settings, logger: logger, database: database, blobs: blobs, fileSigner: signer)
    }

    private static func store(
        _ settings: Settings, publicURL: String, _ logger: Logger
    ) throws -> (any BlobStore, FileURLSigner?) {
        let configuration = settings.configuration
        if try configuration.choice(.storage, of: ["directory", "s3"]) == "directory" {
            let signer = FileURLSigner(publicURL: publicURL, secret: settings.secret)
            return (DirectoryStore(root: "\(settings.dataDirectory)/store", signer: signer, logger: logger), signer)
        }
        let reason = "FOVEA_STORAGE is s3"
        let s3 = try S3Settings(
            endpoint: configuration.required(.s3Endpoint, because: reason), publicEndpoint: configuration[.s3PublicEndpoint],
            bucket: configuration.required(.s3Bucket, because: reason), region: configuration[.s3Region] ?? "",
            accessKey: configuration.required(.s3AccessKey, because: reason),
            secretKey: configuration.required(.s3SecretKey, because: reason))
        return (S3Store(s3, cache: "\(settings.dataDirectory)/cache", logger: logger), nil)
    }
}
