/// One thing an operator can set: by a flag, the environment, an env file, or left at its default.
public struct Setting: Sendable, Hashable {
    /// The environment variable, as `FOVEA_PORT`.
    public let name: String
    /// Other variables that mean the same, so that an environment written for another system is read as it is.
    public let aliases: [String]
    /// Shown masked.
    public let isSecret: Bool
    public let fallback: String?
    public let help: String

    public init(_ name: String, aliases: [String] = [], secret: Bool = false, default fallback: String? = nil, _ help: String) {
        self.name = name
        self.aliases = aliases
        self.isSecret = secret
        self.fallback = fallback
        self.help = help
    }
}

extension Setting {
    public static let data = Setting("FOVEA_DATA", default: "./fovea-data", "Directory of everything that Fovea keeps on this machine")
    public static let host = Setting("FOVEA_HOST", default: "127.0.0.1", "Address to listen on")
    public static let port = Setting("FOVEA_PORT", default: "8000", "Port to listen on; 0 picks a free one")
    public static let publicURL = Setting("FOVEA_PUBLIC_URL", "How clients reach this server, for presigned URLs")
    public static let database = Setting(
        "DATABASE_URL", "sqlite:FILE (in the data directory unless told) or postgresql://USER:PASSWORD@HOST/NAME")
    public static let sqliteSynchronous = Setting(
        "FOVEA_SQLITE_SYNCHRONOUS", default: "FULL", "FULL survives a power cut; NORMAL may lose the last moments to one")
    public static let storage = Setting("FOVEA_STORAGE", default: "directory", "directory or s3")
    public static let s3Endpoint = Setting("S3_ENDPOINT", aliases: ["MINIO_ENDPOINT"], "URL of the S3-compatible store")
    public static let s3PublicEndpoint = Setting(
        "S3_PUBLIC_ENDPOINT", aliases: ["MINIO_PUBLIC_ENDPOINT"], "The same as clients reach it, for presigned URLs")
    public static let s3Bucket = Setting("S3_BUCKET", aliases: ["MINIO_BUCKET"], default: "fovea", "Bucket")
    public static let s3Region = Setting("S3_REGION", aliases: ["MINIO_REGION"], default: "us-east-1", "Region")
    public static let s3AccessKey = Setting("S3_ACCESS_KEY", aliases: ["MINIO_ACCESS_KEY"], "Access key")
    public static let s3SecretKey = Setting("S3_SECRET_KEY", aliases: ["MINIO_SECRET_KEY"], secret: true, "Secret key")
    public static let jwtSecret = Setting(
        "JWT_SECRET_KEY", secret: true, "Secret of sessions and signed URLs, 32 bytes or more; made and kept on a laptop")
    public static let jwtMinutes = Setting("JWT_ACCESS_TOKEN_EXPIRE_MINUTES", default: "480", "How long a sign-in lasts")
    public static let registration = Setting("FOVEA_REGISTRATION", default: "closed", "closed or open")
    public static let corsOrigins = Setting("FOVEA_CORS_ORIGINS", "Comma-separated origins of other web pages that may call the API")
    public static let trainerPython = Setting("FOVEA_TRAINER_PYTHON", "Python of the trainer's environment")
    public static let weights = Setting("FOVEA_WEIGHTS_DIR", "Directory of pretrained weights, as yolov8n.pt")
    public static let qualityModels = Setting(
        "FOVEA_QUALITY_MODELS", "The file that scripts/setup-quality writes, when not found by itself")
    public static let onnxRuntime = Setting("FOVEA_ONNXRUNTIME", "libonnxruntime.so, when not found by itself")
    public static let workers = Setting("FOVEA_WORKERS", default: "1", "Worker processes that `serve` starts; 0 for none")
    public static let maxJSON = Setting("FOVEA_MAX_JSON_BYTES", default: "16777216", "Largest JSON body")
    public static let maxImage = Setting("FOVEA_MAX_IMAGE_BYTES", default: "268435456", "Largest image")
    public static let maxPixels = Setting("FOVEA_MAX_IMAGE_PIXELS", default: "250000000", "Most pixels of an image")
    public static let maxPackage = Setting("FOVEA_MAX_PACKAGE_BYTES", default: "2147483648", "Largest model package")
    public static let vectorMemory = Setting("FOVEA_VECTOR_MEMORY", default: "1073741824", "Bytes of vectors kept for finding similar images")
    public static let maxArchive = Setting("FOVEA_MAX_ARCHIVE_BYTES", default: "53687091200", "Largest archive to import")
    public static let maxImportTime = Setting("FOVEA_MAX_IMPORT_SECONDS", default: "43200", "Longest time that one import may take")
    public static let trustedProxies = Setting(
        "FOVEA_TRUSTED_PROXIES", "Comma-separated addresses of reverse proxies whose X-Forwarded-For is believed")
    public static let connectionsPerAddress = Setting(
        "FOVEA_MAX_CONNECTIONS_PER_ADDRESS", default: "128",
        "Most connections from one address, trusted proxies aside; 0 for no limit. This machine itself may have more")
    public static let logLevel = Setting("FOVEA_LOG_LEVEL", default: "info", "debug, info, warning or error")
    public static let webRoot = Setting("FOVEA_WEB_ROOT", "Directory of the built user interface, when not found by itself")

    /// In the order in which `fovea doctor` and `.env.example` show them.
    public static let all: [Setting] = [
        .data, .host, .port, .publicURL, .database, .sqliteSynchronous, .storage, .s3Endpoint, .s3PublicEndpoint, .s3Bucket,
        .s3Region, .s3AccessKey, .s3SecretKey, .jwtSecret, .jwtMinutes, .registration, .corsOrigins, .trainerPython, .weights,
        .qualityModels, .onnxRuntime, .workers, .maxJSON, .maxImage, .maxPixels, .maxPackage, .vectorMemory, .maxArchive, .maxImportTime,
        .trustedProxies, .connectionsPerAddress,
        .logLevel, .webRoot,
    ]
}
