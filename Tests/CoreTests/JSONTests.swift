import Core
import Testing

@Suite struct JSONTests {
    @Test func readsAndWritesEveryKind() throws {
        let text = #"{"a":[1,-2,3.5,true,false,null],"b":{"c":"line\nquote\" é 😀"},"big":9223372036854775807}"#
        let json = try JSON.parse(text)
        #expect(json["a"]?.array?.count == 6)
        #expect(json["b"]?["c"]?.string == "line\nquote\" é 😀")
        #expect(json["big"]?.int == .max)
        #expect(try JSON.parse(json.text) == json)
    }

    @Test(arguments: ["", "{", "[1,]", "{\"a\" 1}", "nul", "\"\u{01}\"", "[1] 2", "{'a':1}", "01", "[NaN]"])
    func refusesWhatIsNotJSON(_ text: String) {
        #expect(throws: FoveaError.self) { try JSON.parse(text) }
    }

    @Test func boundsDepth() {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let error = #expect(throws: FoveaError.self) { try JSON.parse(deep) }
        #expect(error?.message.contains("64 levels") == true)
    }

    @Test func refusesInvalidUTF8() {
        #expect(throws: FoveaError.self) { try JSON.parse([0x22, 0xFF, 0xFE, 0x22]) }
    }

    @Test func streamsAcrossBufferBoundaries() throws {
        let items = (0..<50_000).map { JSON.int($0) }
        let bytes = JSON.array(items).bytes
        let builder = JSONBuilder(maximumDepth: 4)
        var at = 0
        try builder.read { buffer in
            let count = min(buffer.count, bytes.count - at, 1000)
            bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
            at += count
            return count
        }
        #expect(builder.root == .array(items))
    }

    @Test func writesNumbersAsJSONDoes() {
        #expect(JSON.double(1.0).text == "1")
        #expect(JSON.double(0.1).text == "0.1")
        #expect(JSON.double(.infinity).text == "null")
        #expect(JSON.int(.min).text == "-9223372036854775808")
        // Whole, in range, and without an opposite in its type.
        #expect(JSON.double(-0x1p63).text == "-9.223372036854776e+18")
        #expect(JSON.double(0x1p53 - 1).text == "9007199254740991")
    }
}
