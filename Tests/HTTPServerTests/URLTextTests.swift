import HTTPServer
import Testing

@Suite struct URLTextTests {
    @Test(arguments: [("a%20b", "a b"), ("a+b", "a+b"), ("%C3%A9", "é"), ("plain", "plain")])
    func decodes(_ text: String, _ expected: String) { #expect(URLText.decode(text) == expected) }

    @Test(arguments: ["%", "%2", "%zz", "%ff", "a%00b"])
    func refusesBrokenEscapes(_ text: String) { #expect(URLText.decode(text) == nil) }

    @Test func readsForms() throws {
        let pairs = try #require(URLText.parameters("a=1&b=x+y&a=%26&c&=d"))
        #expect(pairs.map { "\($0.name)=\($0.value)" } == ["a=1", "b=x y", "a=&", "c=", "=d"])
        #expect(URLText.parameters("a=%") == nil)
    }

    @Test func encodesWhatItDecodes() {
        let text = "a b/ü?&=%"
        #expect(URLText.decode(URLText.encode(text)) == text)
    }
}
