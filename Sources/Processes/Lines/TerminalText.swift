/// Lines that a program wrote for a terminal, as a log should keep them.
public enum TerminalText {
    /// Without colours and cursor movements (ECMA-48 control sequences); of a line that was drawn over and over (a progress
    /// bar, by carriage returns) its last state.
    public static func plain(_ line: String) -> String {
        var shown: [UInt8] = []
        var last: [UInt8] = []
        var bytes = Array(line.utf8)[...]
        while let byte = bytes.popFirst() {
            switch byte {
            case 0x1B: skipSequence(&bytes)
            case 0x0D:
                if !shown.isEmpty { last = shown }
                shown = []
            default: shown.append(byte)
            }
        }
        return String(decoding: shown.isEmpty ? last : shown, as: UTF8.self)
    }

    /// `ESC [ parameters final`, or `ESC` and one byte.
    private static func skipSequence(_ bytes: inout ArraySlice<UInt8>) {
        guard bytes.popFirst() == UInt8(ascii: "[") else { return }
        while let byte = bytes.popFirst() {
            if (0x40...0x7E).contains(byte) { return }
        }
    }
}
