import Core
import Testing

@Suite struct ValueTests {
    @Test func idsKeepTheirTextAndOrder() throws {
        let first = ID.make(at: Timestamp(seconds: 1_700_000_000))
        let second = ID.make(at: Timestamp(seconds: 1_700_000_001))
        // Also within a millisecond: lists go by it.
        let moments = (0..<2000).map { ID.make(at: Timestamp(microseconds: 1_700_000_000_000_000 + $0)) }
        #expect(moments == moments.sorted())
        #expect(first < second)
        #expect(ID(first.description) == first)
        #expect(ID(bytes: first.bytes) == first)
        #expect(first.description.utf8.count == 36)
        #expect(Array(first.description)[14] == "7")
        #expect(ID("00000000-0000-0000-0000-00000000000g") == nil)
        #expect(ID("00000000000000000000000000000000") == nil)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-20T23:15:04Z", 1_795_216_504_000_000),
        ("2000-02-29T12:00:00.5+02:00", 951_818_400_500_000), ("1969-12-31T23:59:59.999999Z", -1),
    ])
    func readsTimes(_ text: String, _ microseconds: Int64) throws {
        let time = try #require(Timestamp(rfc3339: text))
        #expect(time.microseconds == microseconds)
        #expect(Timestamp(rfc3339: time.description) == time)
    }

    @Test(arguments: ["2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01", "2026-01-01T25:00:00Z", "2026-01-01T00:00:00"])
    func refusesImpossibleTimes(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func digestsEqualThePublishedVectors() {
        #expect(SHA256.digest("abc").description == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let signature = HMACSHA256.sign(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
        #expect(Hex.encode(signature) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func base64IsURLSafeAndStrict() {
        #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
        #expect(Base64URL.decode("-_8") == [0xFB, 0xFF])
        #expect(Base64URL.decode("a") == nil)
        #expect(Base64URL.decode("ab=") == nil)
        for count in 0..<40 {
            let bytes = SecureRandom.bytes(count)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }
}
