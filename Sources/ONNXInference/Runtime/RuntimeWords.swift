/// What ONNX Runtime says when something fails, made fit for people who do not run the server.
enum RuntimeWords {
    /// Each path cut down to its last part: the files of this machine (and of the machine on which the runtime was built) are
    /// nobody's business. A path begins at a slash after anything that cannot be part of one, and ends before such a thing.
    static func withoutFolders(_ message: String) -> String {
        var out = ""
        var word = ""
        func flush() {
            let isPath = word.hasPrefix("/") || word.hasPrefix("./") || word.hasPrefix("../")
            out += isPath ? word[(word.lastIndex(of: "/").map { word.index(after: $0) } ?? word.startIndex)...] : word[...]
            word = ""
        }
        for character in message {
            if character.isWhitespace || separators.contains(character) {
                flush()
                out.append(character)
            } else {
                word.append(character)
            }
        }
        flush()
        return out
    }

    private static let separators: Set<Character> = ["'", "\"", "(", ")", "[", "]", "<", ">", ":", ";", ",", "=", "|"]
}
