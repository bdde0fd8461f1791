import Core

/// Writes figures as Prometheus reads them (text format 0.0.4).
public struct MetricsText: Sendable {
    public private(set) var text = ""

    public init() {}

    /// - Parameter kind: `counter`, `gauge` or `histogram`.
    public mutating func begin(_ name: String, _ kind: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    public mutating func add(_ name: String, _ labels: [(String, String)] = [], _ value: Double) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.0)=\"\(MetricsText.escape($0.1))\"" }.joined(separator: ",") + "}"
        }
        text += " \(JSON.double(value).text)\n"
    }

    public mutating func gauge(_ name: String, _ help: String, _ value: Double) {
        begin(name, "gauge", help)
        add(name, [], value)
    }

    private static func escape(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "\\": out += "\\\\"
            case "\"": out += "\\\""
            case "\n": out += "\\n"
            default: out.append(character)
            }
        }
        return out
    }
}
