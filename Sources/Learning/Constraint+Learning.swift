import Core

extension Constraint {
    /// Bounds what free JSON may weigh.
    static func bytes(atMost limit: Int) -> Constraint {
        Constraint.rule("must not be larger than \(limit) bytes") { $0.bytes.count <= limit }
    }
}
