import Core
import Pixels

/// Decodes the PNG of an annotation whose pixels are numbers. Bytes of strangers are decoded where that is safe: in this process
/// for a command line, in the engine for servers and workers. May block; throws `FoveaError` with a reason for the user.
public typealias LabelMapDecoder = @Sendable ([UInt8]) throws -> LabelMap

/// Encodes such a picture as a PNG.
public typealias LabelMapEncoder = @Sendable (LabelMap) throws -> [UInt8]

extension ReadOptions {
    /// Bytes of one picture of labels.
    static let labelMapBytes = 256 << 20

    /// Throws the reason for a row of the report, a reading that was given no decoder included.
    func labelMap(_ bytes: [UInt8]) throws -> LabelMap {
        guard let decodeLabelMap else { throw FoveaError.bug("a dataset with pictures of labels is read without a decoder for them") }
        return try decodeLabelMap(bytes)
    }

    func labelMap(file path: String) throws -> LabelMap { try labelMap(FileStream.contents(of: path, limit: Self.labelMapBytes)) }
}
