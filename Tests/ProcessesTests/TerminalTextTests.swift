import Processes
import Testing

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("\u{1B}[34m\u{1B}[1mval: \u{1B}[0mfast", "val: fast"), ("10%\r50%\r\u{1B}[K100% done", "100% done"),
        ("50%\r", "50%"), ("\u{1B}[", ""), ("\u{1B}", ""), ("", ""), ("✅ ok\u{1B}[K", "✅ ok"),
    ])
    func keepsWhatAPersonWouldHaveSeen(_ line: String, _ shown: String) {
        #expect(TerminalText.plain(line) == shown)
    }
}
