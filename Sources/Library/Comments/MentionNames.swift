/// Finds `@username` in what people write.
enum MentionNames {
    /// Keys (lower case) of the names, each once. A name ends before what is no sign of a user name; dots and hyphens at its
    /// end are punctuation, so both readings are given. An address (`a@b`) names nobody.
    static func of(_ text: String) -> [String] {
        var found: [String] = []
        var isStart = true
        var rest = text.unicodeScalars[...]
        while let first = rest.first {
            guard first == "@", isStart else {
                isStart = !isOfName(first)
                rest = rest.dropFirst()
                continue
            }
            let name = rest.dropFirst().prefix(50, while: isOfName)
            rest = rest.dropFirst(name.count + 1)
            isStart = name.isEmpty
            var key = String(name).lowercased()
            while !key.isEmpty {
                if !found.contains(key) { found.append(key) }
                guard key.last == "." || key.last == "-" else { break }
                key.removeLast()
            }
        }
        return found
    }

    private static func isOfName(_ sign: Unicode.Scalar) -> Bool {
        switch sign {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": true
        default: false
        }
    }
}

extension Substring.UnicodeScalarView {
    fileprivate func prefix(_ limit: Int, while isWanted: (Unicode.Scalar) -> Bool) -> Substring.UnicodeScalarView {
        prefix(limit).prefix(while: isWanted)
    }
}
