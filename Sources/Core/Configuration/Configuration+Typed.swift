extension Configuration {
    /// Throws `FoveaError.invalid` naming the setting when it is missing.
    public func required(_ setting: Setting, because reason: String) throws -> String {
        guard let text = self[setting] else { throw FoveaError(.invalid, "\(setting.name) must be set: \(reason).") }
        return text
    }

    /// A whole number in `range`.
    public func int(_ setting: Setting, in range: ClosedRange<Int>) throws -> Int {
        guard let text = self[setting], let value = Int(text), range.contains(value) else {
            let given = self[setting].map { "is \"\($0)\"" } ?? "is not set"
            throw FoveaError(
                .invalid, "\(setting.name) \(given); it must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    /// A limit in bytes, up to a terabyte.
    public func bytes(_ setting: Setting) throws -> Int64 { Int64(try int(setting, in: 1...(1 << 40))) }

    /// One of the named choices.
    public func choice(_ setting: Setting, of choices: [String]) throws -> String {
        guard let text = self[setting], choices.contains(text) else {
            let given = self[setting] ?? ""
            throw FoveaError(.invalid, "\(setting.name) is \"\(given)\"; it must be one of \(choices.joined(separator: ", ")).")
        }
        return text
    }

    /// Comma-separated items without blanks around them.
    public func list(_ setting: Setting) -> [String] {
        (self[setting] ?? "").split(separator: ",").map { item in
            String(item.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }
}
