import HTTPServer

extension ResourceKind {
    static let labelError: ResourceKind = "label_error"
}

extension Access {
    static func labelError(_ role: Role) -> Access { .member(role, of: .labelError, by: "label_error_id") }
}

/// How the project of each kind of thing that curation has is found, for Identity: a statement whose `$1` is the thing's id.
public enum CurationResources {
    public static let projectOf: [ResourceKind: String] = [
        .batch: "SELECT project_id FROM batches WHERE id = $1",
        .labelError: "SELECT project_id FROM label_errors WHERE id = $1",
    ]
}
