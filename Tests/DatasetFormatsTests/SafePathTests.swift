import DatasetFormats
import Testing

@Suite struct SafePathTests {
    @Test(
        arguments: [
            ("a/b.jpg", "a/b.jpg"), ("./a//b.jpg", "a/b.jpg"), ("a\\b.jpg", "a/b.jpg"), ("a/.../b", "a/.../b"),
            ("/etc/passwd", nil), ("../x", nil), ("a/../../x", nil), ("a\\..\\x", nil), ("C:\\x", nil), ("c:x", nil), ("", nil), (".", nil),
            ("a\u{0}b", nil), ("\\\\server\\x", nil),
        ] as [(String, String?)]) func normalises(_ path: String, _ expected: String?)
    {
        #expect(SafePath.normalise(path) == expected)
    }
}
