import Core

extension Constraint {
    static let isJSONObject = Constraint.rule("must be an object") { $0.object != nil }

    /// Bounds what free JSON may weigh.
    static func bytes(atMost limit: Int) -> Constraint {
        Constraint.rule("must not be larger than \(limit) bytes") { $0.bytes.count <= limit }
    }
}
