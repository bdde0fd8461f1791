import Core
import Glibc

/// One message on the engine's socket: a JSON header and raw bytes.
///
/// `FVE1`, then the header's length (4 bytes) and the body's (8 bytes), little-endian, then header and body.
struct Frame: Sendable {
    static let magic: [UInt8] = Array("FVE1".utf8)
    static let prefixSize = 16
    static let headerLimit = 1 << 20

    var header: JSON
    var body: [UInt8] = []

    func prefix(headerCount: Int) -> [UInt8] {
        var bytes = Frame.magic
        withUnsafeBytes(of: UInt32(headerCount).littleEndian) { bytes += $0 }
        withUnsafeBytes(of: UInt64(body.count).littleEndian) { bytes += $0 }
        return bytes
    }

    /// The lengths that a prefix announces. Throws `FoveaError.malformed` when it is none or announces more than allowed.
    static func lengths(_ prefix: [UInt8], bodyLimit: Int) throws -> (header: Int, body: Int) {
        guard prefix.count == prefixSize, Array(prefix[0..<4]) == magic else {
            throw FoveaError(.malformed, "This is not a message of Fovea's engine.")
        }
        func number(_ range: Range<Int>) -> UInt64 { prefix[range].reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        let (header, body) = (number(4..<8), number(8..<16))
        guard header <= UInt64(headerLimit), body <= UInt64(bodyLimit) else {
            throw FoveaError(.tooLarge, "A message of \(body) bytes is more than the engine takes (\(bodyLimit)).")
        }
        return (Int(header), Int(body))
    }
}
