import Core
import Database
import DatasetFormats
import Engine
import Glibc
import JobQueue
import Learning
import Library

extension Command {
    static let train = Command(
        "train", "Train a detector on a dataset's files without a server, or on a project in the workspace", usage: "[PATH]", positionals: 0...1,
        options: [
            .value("output", "DIR", "PATH: where best.onnx, best.pt and metrics.json go"),
            .value("format", "F", "PATH: auto, \(DatasetFormat.allCases.map(\.rawValue).joined(separator: ", ")) (auto)"),
            .value("images", "DIR", "PATH: where the pictures lie when apart from the annotations"),
            .setting("database", "URL", .database),
            .value("project", "NAME", "Make a version of this project (or its id) and train on it; a `serve` or `worker` does the work"),
            .value("dataset", "ID", "Train on this dataset version; a `serve` or `worker` does the work"),
            .value("user", "NAME", "In whose name (the first administrator)"),
        ] + TrainingOptions.options,
        endsItself: true
    ) { invocation in
        let options = try TrainingOptions(invocation)
        switch (invocation.positionals.first, invocation.value("project"), invocation.value("dataset")) {
        case (let path?, nil, nil): try await FileTraining(path, invocation).run(options, invocation)
        case (nil, let project?, nil): try await WorkspaceTraining.run(options, .project(project), invocation)
        case (nil, nil, let dataset?): try await WorkspaceTraining.run(options, .dataset(dataset), invocation)
        default: throw UsageError("give one of PATH, --project or --dataset")
        }
    }
}

/// `fovea train --project` and `--dataset`: queues a run and follows it.
enum WorkspaceTraining {
    enum Source {
        case project(String)
        case dataset(String)
    }

    static func run(_ options: TrainingOptions, _ source: Source, _ invocation: Invocation) async throws {
        let foundations = try Foundations.open(try Settings.load(invocation), publicURL: "")
        try await foundations.migrate()
        let application = try Application(foundations, engine: EngineClient(path: "", logger: .silent), publicURL: "")
        let user = try await foundations.accounts().acting(as: invocation.value("user"))
        var training = options.training
        switch source {
        case .project(let name):
            guard let project = try await ProjectImport.find(name, foundations.database) else { throw FoveaError.notFound("The project \(name)") }
            training.datasetID = try await application.learning.datasets.create(project: project.id, options.dataset, by: user.id).id
        case .dataset(let text):
            guard let id = ID(text) else { throw UsageError("--dataset takes the id of a dataset version, not \"\(text)\"") }
            training.datasetID = id
        }
        Task {
            await Signals.termination()
            exit(1)
        }
        try await application.events.start()
        let run = try await application.learning.trainings.start(training, by: user.id)
        Terminal.say("Queued as \(run.id). Interrupting this command leaves it running.")
        let ended = try await TrainingFollower(application).follow(run.id)
        invocation.report(try JSON.parse(ended.encoded()), text: TrainingFollower.text(ended))
    }
}
