import Core
import Embedding
import Engine
import Geometry
import ImageCodecs
import Pixels

@testable import Curation

extension VectorWork {
    /// The descriptor without an engine; models are not opened here.
    static let inProcess = VectorWork(
        embed: { input, embedder, region in
            guard case .descriptor = embedder else { throw FoveaError(.unavailable, "no models in this test") }
            let bytes: [UInt8]
            switch input {
            case .bytes(let given): bytes = given
            case .file(let path): bytes = try ByteSource(path: path).all()
            }
            let picture = try ImageDecoder.decode(bytes)
            guard let box = region else { return Descriptor.of(picture) }
            return Descriptor.of(picture.cropped(x: Int(box.x), y: Int(box.y), width: Int(box.width), height: Int(box.height)))
        },
        embedText: { _, _ in throw FoveaError(.unavailable, "no models in this test") },
        features: { _ in throw FoveaError(.unavailable, "no models in this test") })
}
