import HTTPServer

/// How the project of each kind of thing that curation has is found, for Identity: a statement whose `$1` is the thing's id.
public enum CurationResources {
    public static let projectOf: [ResourceKind: String] = [
        .batch: "SELECT project_id FROM batches WHERE id = $1"
    ]
}
