/// A text file with a class name a line.
enum NameList {
    /// Blank lines at the end are dropped; a blank one in between keeps its number.
    static func read(_ path: String) -> [String] {
        guard let lines = try? LineReader(path) else { return [] }
        var names: [String] = []
        while names.count < 100_000, let line = lines.next() {
            let text = String(decoding: line, as: UTF8.self)
            names.append(String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed()))
        }
        while names.last?.isEmpty == true { names.removeLast() }
        return names.enumerated().map { $1.isEmpty ? "class \($0)" : $1 }
    }
}
