// swift-tools-version: 6.1
// The house: pure values and algorithms, then adapters, then the application, then the executable. A target names only
// targets of its own floor or below. C targets are thin shims over Debian's libraries and hold no logic.
import PackageDescription

let cxx: [CXXSetting] = [.unsafeFlags(["-O2"])]
/// Loops over pixels and rows are optimised in debug builds too: without it tests over photographs and large files take minutes.
let fast: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// `scripts/fuzz` alone builds this: it has no entry of its own, because libFuzzer brings one.
let fuzzer: [Target] =
    Context.environment["FOVEA_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "fovea-fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Driver", swiftSettings: [.unsafeFlags(["-parse-as-library"])])
    ]

let package = Package(
    name: "fovea",
    products: [.executable(name: "fovea", targets: ["fovea"])],
    targets: [
        // --- C shims and system modules ---
        .target(name: "CRapidJSON", cxxSettings: cxx),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
        .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"])]),
        .systemLibrary(name: "CLCMS", pkgConfig: "lcms2", providers: [.apt(["liblcms2-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CWslay", providers: [.apt(["libwslay-dev"])]),
        .target(name: "CMicroHTTPD", linkerSettings: [.linkedLibrary("microhttpd")]),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png16")]),
        .target(name: "CTIFF", linkerSettings: [.linkedLibrary("tiff")]),
        .target(name: "CYAML", linkerSettings: [.linkedLibrary("yaml")]),
        .target(name: "CProcess"),
        .target(name: "CHNSW", cxxSettings: cxx),
        .target(name: "CDotProducts", cSettings: [.unsafeFlags(["-O2"])]),
        .target(name: "CHamming", cSettings: [.unsafeFlags(["-O2"])]),
        .target(name: "CONNXRuntime", linkerSettings: [.linkedLibrary("dl")]),

        // --- pure values and algorithms ---
        .target(name: "Core", dependencies: ["CRapidJSON", "COpenSSL"]),
        .testTarget(name: "CoreTests", dependencies: ["Core"]),
        .target(name: "Geometry", dependencies: ["Core"], swiftSettings: fast),
        .testTarget(name: "GeometryTests", dependencies: ["Geometry", "Core", "OracleSupport"]),
        .target(
            name: "DatasetFormats", dependencies: ["Core", "Geometry", "Pixels", "CExpat", "CArchive", "CYAML"], swiftSettings: fast),
        .testTarget(
            name: "DatasetFormatsTests", dependencies: ["DatasetFormats", "Geometry", "Pixels", "ImageCodecs", "Core", "OracleSupport"]),
        .target(name: "DemoScenes", dependencies: ["Geometry"], swiftSettings: fast),
        .testTarget(name: "DemoScenesTests", dependencies: ["DemoScenes", "Geometry"]),
        .target(name: "Agreement", dependencies: ["Core", "Geometry"], swiftSettings: fast),
        .testTarget(name: "AgreementTests", dependencies: ["Agreement", "Core", "Geometry", "OracleSupport"]),
        .target(name: "Clustering", dependencies: ["CDotProducts", "CHNSW", "Core"], swiftSettings: fast),
        .testTarget(name: "ClusteringTests", dependencies: ["Clustering", "Core", "OracleSupport"]),
        .target(name: "Drift", swiftSettings: fast),
        .testTarget(name: "DriftTests", dependencies: ["Core", "Drift", "OracleSupport"]),
        .target(name: "Embedding", dependencies: ["Core", "Pixels"], swiftSettings: fast),
        .testTarget(name: "EmbeddingTests", dependencies: ["Embedding", "Pixels", "Core", "OracleSupport"]),
        .target(name: "NearDuplicates", dependencies: ["CHamming", "Clustering", "Core", "Pixels"], swiftSettings: fast),
        .testTarget(name: "NearDuplicatesTests", dependencies: ["Clustering", "NearDuplicates", "ImageCodecs", "Pixels", "Core", "OracleSupport"]),
        .executableTarget(
            name: "duplicate-bench", dependencies: ["Clustering", "Core", "NearDuplicates"], path: "Benchmarks/duplicates",
            exclude: ["bench.py", "peer.py"]),
        .target(name: "Pixels", swiftSettings: fast),
        .testTarget(name: "PixelsTests", dependencies: ["Pixels", "OracleSupport"]),
        .target(name: "ImageQuality", dependencies: ["Core", "Pixels"], swiftSettings: fast),
        .testTarget(
            name: "ImageQualityTests", dependencies: ["ImageQuality", "ImageCodecs", "Pixels", "Core", "OracleSupport"],
            exclude: ["Support/oracle.py", "Support/pictures.py"]),
        .target(name: "Detection", dependencies: ["Geometry", "Pixels"], swiftSettings: fast),
        .testTarget(name: "DetectionTests", dependencies: ["Detection", "Pixels", "Core", "OracleSupport"]),

        // --- adapters ---
        .target(name: "Database", dependencies: ["Core", "CSQLite", "CLibPQ"]),
        .testTarget(name: "DatabaseTests", dependencies: ["Core", "Database", "TestSupport"]),
        .target(name: "Events", dependencies: ["Core", "Database"]),
        .target(name: "JobQueue", dependencies: ["Core", "Database", "Events", "HTTPServer", "ObjectStorage"]),
        .executableTarget(name: "job-worker-probe", dependencies: ["Core", "Database", "Events", "JobQueue"], path: "Tests/JobWorkerProbe"),
        .executableTarget(
            name: "job-bench", dependencies: ["Core", "Database", "Events", "JobQueue", "ObjectStorage"], path: "Benchmarks/jobs",
            exclude: ["bench.py", "bare.py"]),
        .executableTarget(
            name: "thumbnail-bench", dependencies: ["Core", "ImageCodecs", "CTurboJPEG"], path: "Benchmarks/thumbnails",
            exclude: ["bench.py", "in_process.py"]),
        .executableTarget(
            name: "quality-bench", dependencies: ["Core", "ImageCodecs", "ImageQuality", "Pixels"], path: "Benchmarks/quality",
            exclude: ["bench.py", "peers.py"]),
        .testTarget(
            name: "JobQueueTests",
            dependencies: ["Core", "Database", "Events", "HTTPServer", "JobQueue", "ObjectStorage", "TestSupport", "job-worker-probe"]),
        .testTarget(name: "EventsTests", dependencies: ["Core", "Database", "Events", "TestSupport"]),
        .target(name: "HTTPServer", dependencies: ["Core", "COpenSSL", "CZlib", "CMicroHTTPD", "CWslay"]),
        .testTarget(name: "HTTPServerTests", dependencies: ["HTTPServer", "Core"]),
        .target(
            name: "ImageCodecs", dependencies: ["Core", "Pixels", "CTurboJPEG", "CWebP", "CLCMS", "CPNG", "CTIFF"], swiftSettings: fast),
        .testTarget(
            name: "ImageCodecsTests", dependencies: ["ImageCodecs", "Pixels", "Core", "OracleSupport"],
            exclude: ["Support/corpus.py"]),
        .target(name: "ObjectStorage", dependencies: ["Core", "CCurl"]),
        .testTarget(name: "ObjectStorageTests", dependencies: ["ObjectStorage"]),
        .target(name: "Processes", dependencies: ["Core", "CProcess"]),
        .testTarget(name: "ProcessesTests", dependencies: ["Processes"]),
        .target(name: "VideoFrames", dependencies: ["Core", "Pixels", "Processes"]),
        .testTarget(name: "VideoFramesTests", dependencies: ["VideoFrames", "Core", "Pixels", "Processes", "OracleSupport"]),
        .target(name: "ONNXInference", dependencies: ["Core", "Detection", "Embedding", "Pixels", "CONNXRuntime"]),
        .testTarget(
            name: "ONNXInferenceTests",
            dependencies: ["ONNXInference", "ImageCodecs", "Detection", "Embedding", "Pixels", "Core", "OracleSupport"],
            exclude: ["Support/embedding_oracle.py", "Support/endless.py", "Support/oracle.py", "Support/outside.py"]),

        // --- the process that decodes and infers ---
        .target(
            name: "Engine",
            dependencies: [
                "CProcess", "Core", "Detection", "Embedding", "Geometry", "ImageCodecs", "ImageQuality", "NearDuplicates", "ONNXInference",
                "Pixels", "Processes",
            ]),
        .testTarget(
            name: "AppTests", dependencies: ["fovea", "Core", "Database", "Engine", "HTTPServer", "Identity", "Library", "TestSupport"]),
        .testTarget(
            name: "EngineTests", dependencies: ["fovea", "Engine", "ImageCodecs", "Pixels", "Processes", "Core", "OracleSupport"]),

        // --- the application ---
        .target(name: "Identity", dependencies: ["Core", "CArgon2", "Database", "HTTPServer"]),
        .testTarget(name: "IdentityTests", dependencies: ["Identity", "Core", "Database", "HTTPServer", "TestSupport"]),
        .target(
            name: "Library",
            dependencies: [
                "Agreement", "Core", "Database", "DatasetFormats", "Events", "Geometry", "HTTPServer", "ImageCodecs", "ImageQuality", "JobQueue",
                "ObjectStorage", "Pixels", "VideoFrames",
            ]),
        .testTarget(
            name: "LibraryTests",
            dependencies: [
                "Library", "Identity", "DatasetFormats", "Geometry", "Core", "Database", "Events", "HTTPServer", "ImageCodecs", "JobQueue",
                "ObjectStorage", "OracleSupport", "Pixels", "TestSupport",
            ]),
        .target(name: "Review", dependencies: ["Core", "Geometry", "Database", "HTTPServer", "Library"]),
        .testTarget(
            name: "PredictionsTests",
            dependencies: [
                "Learning", "Review", "Library", "Identity", "Engine", "Detection", "Geometry", "Core", "Database", "Events", "HTTPServer",
                "JobQueue", "ObjectStorage", "TestSupport",
            ]),
        .target(
            name: "Learning",
            dependencies: [
                "Core", "Geometry", "Database", "Events", "HTTPServer", "JobQueue", "ObjectStorage", "DatasetFormats", "Processes", "Library",
                "Detection", "Engine", "Review",
            ]),
        .target(
            name: "Curation",
            dependencies: [
                "Agreement", "Clustering", "Core", "Database", "Drift", "Embedding", "Engine", "Events", "Geometry", "HTTPServer",
                "ImageQuality", "JobQueue", "Learning", "Library", "NearDuplicates", "ObjectStorage", "Review",
            ]),
        .testTarget(
            name: "CurationTests",
            dependencies: [
                "Core", "Curation", "Database", "Embedding", "Engine", "Events", "Geometry", "HTTPServer", "Identity", "ImageCodecs",
                "ImageQuality", "JobQueue", "Learning", "Library", "NearDuplicates", "ObjectStorage", "OracleSupport", "Pixels", "Review",
                "TestSupport",
            ]),
        .target(
            name: "Demo",
            dependencies: [
                "Core", "Database", "DemoScenes", "Geometry", "HTTPServer", "ImageCodecs", "JobQueue", "Library", "ObjectStorage", "Pixels",
            ]),

        .testTarget(
            name: "LearningTests",
            dependencies: [
                "Learning", "Core", "Database", "DatasetFormats", "Events", "HTTPServer", "Identity", "JobQueue", "Library", "ObjectStorage",
                "TestSupport",
            ]),
        // --- the program ---
        .executableTarget(
            name: "fovea",
            dependencies: [
                "Clustering", "Core", "Curation", "Database", "DatasetFormats", "Demo", "Embedding", "Engine", "Events", "HTTPServer", "Identity",
                "ImageCodecs", "ImageQuality", "JobQueue", "Learning", "Library", "NearDuplicates", "ONNXInference", "ObjectStorage", "Pixels",
                "Processes", "Review", "VideoFrames",
            ]),

        // --- what tests share ---
        .target(name: "OracleSupport", path: "Tests/OracleSupport"),
        .target(name: "TestSupport", dependencies: ["Core", "Database"], path: "Tests/TestSupport"),

        // --- bytes from outside, made up ---
        .target(
            name: "FuzzTargets", dependencies: ["Core", "DatasetFormats", "Geometry", "HTTPServer", "ImageCodecs"], path: "Tests/Fuzz/Targets"),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "OracleSupport"]),
    ] + fuzzer,
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
