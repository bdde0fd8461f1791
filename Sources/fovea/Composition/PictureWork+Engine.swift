import Core
import Engine
import ImageCodecs
import Library

extension PictureWork {
    /// Everything that decodes happens in the engine, for servers and workers alike.
    static func engine(_ client: EngineClient) -> PictureWork {
        PictureWork(
            ingest: { path in
                let found = try await client.ingest(.file(path))
                return Ingested(exif: found.probe.exif, thumbnail: found.thumbnail.bytes)
            },
            thumbnail: { path in try await client.thumbnail(.file(path)).bytes },
            tile: { path, key, level, x, y in try await client.tile(.file(path), key: key, level: level, x: x, y: y) })
    }
}
