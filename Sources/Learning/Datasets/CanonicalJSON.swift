import Core

extension JSON {
    /// The one spelling of a value: members sorted by name, no white space. Equal values give equal bytes.
    var canonical: JSON {
        switch self {
        case .object(let object):
            // A repeated name keeps its last value, as everywhere.
            var last: [String: JSON] = [:]
            for (key, value) in object.members { last[key] = value.canonical }
            return .object(JSONObject(last.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
        case .array(let items): return .array(items.map(\.canonical))
        default: return self
        }
    }
}
