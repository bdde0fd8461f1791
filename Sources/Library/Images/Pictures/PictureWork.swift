import Core
import ImageCodecs

/// What has to decode a picture, which the process that talks to the world never does itself: the server hands in the
/// engine, a worker (a child process that may crash) the codecs.
public struct PictureWork: Sendable {
    /// What is known of a picture after decoding it once.
    public struct Ingested: Sendable {
        public var exif: JSON
        public var thumbnail: [UInt8]

        public init(exif: JSON, thumbnail: [UInt8]) {
            self.exif = exif
            self.thumbnail = thumbnail
        }
    }

    /// Of a file: EXIF and a JPEG thumbnail of `Thumbnail.side` pixels. Throws the reason when its pixels cannot be decoded.
    public var ingest: @Sendable (_ path: String) async throws -> Ingested
    /// A JPEG thumbnail of a file.
    public var thumbnail: @Sendable (_ path: String) async throws -> [UInt8]
    /// A JPEG tile as `TilePyramid` cuts them; `notFound` when there is no such tile. `key` is the file's digest.
    public var tile: @Sendable (_ path: String, _ key: String, _ level: Int, _ x: Int, _ y: Int) async throws -> [UInt8]

    public init(
        ingest: @escaping @Sendable (String) async throws -> Ingested,
        thumbnail: @escaping @Sendable (String) async throws -> [UInt8],
        tile: @escaping @Sendable (String, String, Int, Int, Int) async throws -> [UInt8]
    ) {
        self.ingest = ingest
        self.thumbnail = thumbnail
        self.tile = tile
    }

    /// The codecs, in this process, on the threads of `executor`.
    public static func inProcess(_ executor: BlockingExecutor, limits: ImageLimits = .standard) -> PictureWork {
        PictureWork(
            ingest: { path in
                try await executor.run {
                    let source = try ByteSource(path: path)
                    let header = try ImageHeader.read(source, limits: limits)
                    let thumbnail = try Thumbnail.make(source.all(), header)
                    return Ingested(exif: EXIF.read(source, header).json, thumbnail: thumbnail.bytes)
                }
            },
            thumbnail: { path in
                try await executor.run { try Thumbnail.make(ByteSource(path: path).all(), limits: limits).bytes }
            },
            tile: { path, _, level, x, y in
                try await executor.run {
                    let bytes = try ByteSource(path: path).all()
                    let header = try ImageHeader.read(bytes, limits: limits)
                    let pyramid = TilePyramid(width: header.width, height: header.height)
                    guard pyramid.rectangle(level: level, x: x, y: y) != nil else { throw FoveaError.notFound("Tile \(level)/\(x)/\(y)") }
                    return try pyramid.tile(of: TilePyramid.level(level, of: bytes, header), level: level, x: x, y: y)
                }
            })
    }
}
