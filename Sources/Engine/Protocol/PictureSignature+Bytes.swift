import Core
import NearDuplicates

/// How a signature goes over the wire: numbers in the header, and the bits (words of 8 bytes, the lowest first) with the thumbnail
/// behind them.
extension PictureSignature {
    var json: JSON {
        [
            "width": .int(Int64(width)), "height": .int(Int64(height)), "pixels": .string(pixels.description), "steady": .int(Int64(steady)),
        ]
    }

    var body: [UInt8] { bits.bytes + thumbnail }

    init(_ json: JSON, body: [UInt8]) throws {
        guard let pixels = Digest(hex: try json.needString("pixels")), body.count == SignatureBits.byteCount + Self.thumbnailCount,
            let bits = SignatureBits(bytes: body.prefix(SignatureBits.byteCount))
        else { throw FoveaError.bug("engine: signature") }
        self.init(
            width: try json.needInt("width"), height: try json.needInt("height"), pixels: pixels, bits: bits,
            thumbnail: Array(body.dropFirst(SignatureBits.byteCount)), steady: try json.needInt("steady"))
    }
}
