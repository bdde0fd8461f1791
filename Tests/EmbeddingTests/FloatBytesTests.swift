import Core
import Embedding
import Testing

@Suite struct FloatBytesTests {
    @Test func bytesAreLittleEndianFloat32() throws {
        let values: [Float] = [1, -2.5, 0, .leastNonzeroMagnitude]
        #expect(Array(FloatBytes.bytes(values).prefix(8)) == [0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0])
        #expect(try FloatBytes.floats(FloatBytes.bytes(values)) == values)
        #expect(throws: FoveaError.self) { try FloatBytes.floats([1, 2, 3]) }
    }
}
