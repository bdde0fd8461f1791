/// The settings in force and where each came from. Flags go over the environment, that over the env file, that over the
/// defaults.
public struct Configuration: Sendable {
    public enum Source: String, Sendable {
        case flag, environment, file, `default`, made
    }

    public struct Value: Sendable {
        public var text: String
        public var source: Source
    }

    private var values: [String: Value] = [:]

    public init(flags: [String: String] = [:], environment: [String: String] = [:], file: [String: String] = [:]) {
        for setting in Setting.all {
            let names = [setting.name] + setting.aliases
            let layers: [(Source, [String: String])] = [(.flag, flags), (.environment, environment), (.file, file)]
            for (source, layer) in layers {
                guard let text = names.lazy.compactMap({ layer[$0] }).first(where: { !$0.isEmpty }) else { continue }
                values[setting.name] = Value(text: text, source: source)
                break
            }
            if values[setting.name] == nil, let fallback = setting.fallback {
                values[setting.name] = Value(text: fallback, source: .default)
            }
        }
    }

    public subscript(setting: Setting) -> String? { values[setting.name]?.text }
    public func source(of setting: Setting) -> Source? { values[setting.name]?.source }

    /// What the program decided itself (a secret it made, a path it found).
    public mutating func decide(_ setting: Setting, _ text: String) {
        values[setting.name] = Value(text: text, source: .made)
    }

    /// For people: secrets are masked.
    public func shown(_ setting: Setting) -> String {
        guard let text = self[setting] else { return "" }
        return setting.isSecret ? "••••••••" : Configuration.withoutPassword(text)
    }

    /// A URL's `user:password@` without the password.
    static func withoutPassword(_ text: String) -> String {
        guard let scheme = text.range(of: "://"), let at = text[scheme.upperBound...].lastIndex(of: "@"),
            let colon = text[scheme.upperBound..<at].firstIndex(of: ":")
        else { return text }
        return text[...colon] + "••••" + text[at...]
    }
}

extension String {
    /// Foundation's `range(of:)` for this one need, without Foundation.
    fileprivate func range(of needle: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
