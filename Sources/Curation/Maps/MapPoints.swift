import Core
import Embedding

/// Where images lie in the unit square, x to the right and y up.
struct MapPoints: Sendable, Equatable {
    var ids: [ID]
    /// As many as `ids`.
    var points: [SIMD2<Float>]

    private static let idBytes = 16
    private static let pointBytes = 8

    /// All ids, then all points, as they are stored.
    var bytes: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(ids.count * (Self.idBytes + Self.pointBytes))
        for id in ids { out += id.bytes }
        return out + FloatBytes.bytes(points.flatMap { [$0.x, $0.y] })
    }

    init(ids: [ID], points: [SIMD2<Float>]) {
        precondition(ids.count == points.count)
        (self.ids, self.points) = (ids, points)
    }

    /// Throws `FoveaError.bug` for what is not `bytes` of one.
    init(bytes: [UInt8]) throws {
        let (count, rest) = bytes.count.quotientAndRemainder(dividingBy: Self.idBytes + Self.pointBytes)
        guard rest == 0 else { throw FoveaError.bug("points of \(bytes.count) bytes") }
        let middle = count * Self.idBytes
        ids = try stride(from: 0, to: middle, by: Self.idBytes).map { start in
            guard let id = ID(bytes: bytes[start..<start + Self.idBytes]) else { throw FoveaError.bug("an id of a map") }
            return id
        }
        let numbers = try FloatBytes.floats(Array(bytes[middle...]))
        points = (0..<count).map { SIMD2(numbers[2 * $0], numbers[2 * $0 + 1]) }
    }
}
