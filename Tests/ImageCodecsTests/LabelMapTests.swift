import Core
import Foundation
import ImageCodecs
import OracleSupport
import Pixels
import Testing

/// Pictures whose pixels are numbers, as Pillow writes and reads them.
@Suite struct LabelMapTests {
    private func pillow(_ make: String) throws -> [UInt8] {
        let script = """
            import io, sys, base64
            import numpy as np
            from PIL import Image
            values = np.arange(12, dtype=np.uint8).reshape(3, 4)
            \(make)
            out = io.BytesIO(); p.save(out, "PNG"\(make.contains("bits=") ? ", bits=4" : "")); print(base64.b64encode(out.getvalue()).decode())
            """
        let text = try PythonOracle.run(script).split(separator: "\n").joined()
        return Array(try #require(Data(base64Encoded: text)))
    }

    private let values = (0..<12).map { UInt8($0) }

    @Test func numbersStayNumbers() throws {
        let palette = "p = Image.fromarray(values, 'P'); p.putpalette([9, 8, 7] + list(range(45)))"
        let map = try LabelMap.decode(pillow(palette))
        #expect(map.channels == 1 && map.width == 4 && map.height == 3 && map.bytes == values)
        #expect(Array(map.palette.prefix(6)) == [9, 8, 7, 0, 1, 2])
        let packed = try LabelMap.decode(pillow(palette + " # bits="))
        #expect(packed.bytes == values)
        let grey = try LabelMap.decode(pillow("p = Image.fromarray(values, 'L')"))
        #expect(grey.channels == 1 && grey.bytes == values && grey.palette.isEmpty)
        let bits = try LabelMap.decode(pillow("p = Image.fromarray(values % 2 == 1)"))
        #expect(bits.bytes == values.map { $0 % 2 })
        let colors = try LabelMap.decode(pillow("p = Image.fromarray(np.stack([values, values + 1, values * 2], 2))"))
        #expect(colors.channels == 3 && colors.value(at: 5) == 5 + 6 * 256 + 10 * 65536)
        let clear = try LabelMap.decode(pillow("p = Image.fromarray(np.stack([values, values, values, values * 0], 2))"))
        #expect(clear.channels == 3 && clear.value(at: 3) == 3 + 3 * 256 + 3 * 65536)
    }

    @Test func whatWasWrittenComesBack() throws {
        let maps = [
            LabelMap(width: 4, height: 3, channels: 1, bytes: values, palette: [UInt8](repeating: 7, count: 3 * 12)),
            LabelMap(width: 4, height: 3, channels: 1, bytes: values), LabelMap(width: 2, height: 2, channels: 3, bytes: values),
        ]
        for map in maps { #expect(try LabelMap.decode(map.png()) == map) }
    }

    @Test func refusesWhatItCannotRead() throws {
        let deep = try pillow("p = Image.fromarray(values.astype(np.uint16) * 300)")
        #expect(throws: FoveaError.self) { try LabelMap.decode(deep) }
        let fine = try LabelMap(width: 4, height: 3, channels: 1, bytes: values).png()
        for cut in [0, 8, 20, 40, fine.count - 1] { #expect(throws: FoveaError.self) { try LabelMap.decode(Array(fine.prefix(cut))) } }
        for at in fine.indices {
            var bytes = fine
            bytes[at] ^= 0x55
            // Whatever it says, it says it.
            _ = try? LabelMap.decode(bytes)
        }
        var large = fine
        (large[17], large[21]) = (1, 1)
        let error = #expect(throws: FoveaError.self) { try LabelMap.decode(large) }
        #expect(error?.message.contains("too large") == true)
        let jpeg = try ImageEncoder.encode(PixelBuffer(width: 4, height: 3, channels: 1, bytes: values), as: .jpeg(quality: 90))
        #expect(throws: FoveaError.self) { try LabelMap.decode(jpeg) }
    }
}
