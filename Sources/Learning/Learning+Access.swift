import HTTPServer

extension ResourceKind {
    /// A dataset version, or a project under that word: clients of the trainer name either.
    public static let dataset: ResourceKind = "dataset"
    public static let trainingRun: ResourceKind = "training_run"
}

/// How the project of each kind of thing is found, for Identity: a statement whose `$1` is the thing's id.
public enum LearningResources {
    public static let projectOf: [ResourceKind: String] = [
        .dataset: "SELECT project_id FROM datasets WHERE id = $1 UNION ALL SELECT id FROM projects WHERE id = $1",
        .trainingRun: "SELECT project_id FROM training_runs WHERE id = $1",
    ]
}

extension Access {
    static func dataset(_ role: Role) -> Access { .member(role, of: .dataset, by: "dataset_id") }
    static func training(_ role: Role) -> Access { .member(role, of: .trainingRun, by: "training_id") }
    static func inProject(_ role: Role) -> Access { .member(role, of: .project, by: "project_id") }
}
