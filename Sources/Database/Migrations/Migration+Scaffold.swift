extension Migration {
    /// The file that `fovea migrate new NAME` writes into a feature's `Schema/` folder.
    public static func scaffold(number: Int, name: String) -> (fileName: String, text: String) {
        let words = name.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map { $0.lowercased() }
        let title = words.joined(separator: "_")
        let identifier = "m\(number)" + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        let text = """
            import Database

            extension Migration {
                /// Add it to the feature's list of migrations, and its columns to the feature's `TableShape`s.
                static let \(identifier) = Migration(
                    number: \(number), name: "\(title)",
                    up: \"\"\"
                        \"\"\",
                    down: \"\"\"
                        \"\"\")
            }

            """
        return ("\(number)-\(words.joined(separator: "-")).swift", text)
    }
}
