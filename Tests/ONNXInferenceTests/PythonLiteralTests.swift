import Testing

@testable import ONNXInference

@Suite struct PythonLiteralTests {
    @Test func readsWhatUltralyticsWrites() {
        #expect(PythonLiteral("{0: 'RBC', 1: \"it's\", 2: 'a, b: {c}'}")?.names == ["RBC", "it's", "a, b: {c}"])
        #expect(PythonLiteral("{1: 'b', 0: 'a'}")?.names == ["a", "b"])
        #expect(PythonLiteral("['x', 'y']")?.names == ["x", "y"])
        #expect(PythonLiteral("[640, 480]") == .list([.int(640), .int(480)]))
        #expect(PythonLiteral("'tab\\t\\u00e9\\''")?.string == "tab\té'")
        #expect(PythonLiteral("{'batch': 1, 'half': False, 'end2end': None}") != nil)
        #expect(PythonLiteral("{}")?.names == [])
    }

    @Test(arguments: ["", "{", "{0: 'a'", "[1,", "'open", "{0 'a'}", "[1] 2", "'\\x'", String(repeating: "[", count: 100)])
    func refusesTheRest(_ text: String) { #expect(PythonLiteral(text) == nil) }

    @Test func namesMustBeComplete() {
        #expect(PythonLiteral("{0: 'a', 2: 'c'}")?.names == nil)
        #expect(PythonLiteral("{0: 1}")?.names == nil)
    }
}
