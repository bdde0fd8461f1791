import Core
import Engine
import HTTPServer
import ObjectStorage

/// A picture that came with a request: a usual one in memory, a large one in a file, which goes away with this value. Which model
/// is asked may come after it, so a server full of people who send no model must not be a server full of pictures.
public enum SentPicture: Sendable {
    case bytes([UInt8])
    case file(StagedFile)

    private static let memoryLimit = 4 << 20

    /// Throws `tooLarge` beyond `limit` bytes.
    public static func read(_ form: MultipartReader, limit: Int, _ store: any BlobStore) async throws -> SentPicture {
        var bytes: [UInt8] = []
        while let chunk = try await form.chunk() {
            bytes += chunk
            if bytes.count > min(memoryLimit, limit) { return .file(try await stage(bytes, form, limit, store)) }
        }
        return .bytes(bytes)
    }

    private static func stage(_ begun: [UInt8], _ form: MultipartReader, _ limit: Int, _ store: any BlobStore) async throws -> StagedFile {
        let writer = try await store.stage(limit: Int64(limit))
        do {
            try await writer.write(begun)
            while let chunk = try await form.chunk() { try await writer.write(chunk) }
            return try await writer.finish()
        } catch {
            await writer.abort()
            throw error
        }
    }

    /// What the engine reads. The value must live as long.
    public var input: EngineInput {
        switch self {
        case .bytes(let bytes): .bytes(bytes)
        case .file(let file): .file(file.path)
        }
    }
}
