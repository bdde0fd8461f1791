import Core
import Embedding
import Processes

extension Command {
    static let models = Command(
        "models", "Get models that describe images, and add them to the workspace", usage: "add FILE | fetch NAME", positionals: 2...2,
        options: [
            .setting("database", "URL", .database),
            .value("name", "NAME", "add: what people see (the file's name)"),
            .value("kind", "K", "add: embedding (embedding)"),
            .value("family", "F", "add: \(EmbeddingRecipe.families.joined(separator: ", ")): how its pictures are prepared"),
            .value("recipe", "FILE", "add: how its pictures are prepared, as JSON (docs/embeddings.md)"),
            .value("licence", "TEXT", "add: under what it may be used"),
            .value("text-tower", "FILE", "add: the half of a CLIP model that takes words"),
            .value("vocabulary", "FILE", "add: its vocab.json"),
            .value("merges", "FILE", "add: its merges.txt"),
            .value("user", "NAME", "add: in whose name (the first administrator)"),
            .value("output", "DIR", "fetch: where the files go (.)"),
            .flag("random-weights", "fetch: an untrained model of the same shape, without the internet: for trying things out"),
        ]
    ) { invocation in
        let subject = invocation.positionals[1]
        switch invocation.positionals[0] {
        case "add": try await ModelAddition(subject, invocation).run()
        case "fetch": try await ModelFetch.run(subject, invocation)
        default: throw UsageError("expected add or fetch, not \"\(invocation.positionals[0])\"")
        }
    }
}

/// `fovea models fetch`: downloads a known model and exports it, by Python in the trainer's environment.
enum ModelFetch {
    static func run(_ name: String, _ invocation: Invocation) async throws {
        guard EmbeddingRecipe.families.contains(name) else {
            throw UsageError("there is no model \"\(name)\"; there are \(EmbeddingRecipe.families.joined(separator: ", "))")
        }
        let settings = try Settings.load(invocation)
        guard let python = TrainerPlace.python(settings.configuration) else {
            throw FoveaError(
                .unavailable, "Exporting models needs the trainer's environment: run scripts/setup-trainer, or set FOVEA_TRAINER_PYTHON.")
        }
        let output = Files.absolute(invocation.value("output") ?? ".")
        var arguments = ["-m", "fovea_trainer.embedders", name, output]
        if invocation.has("random-weights") { arguments.append("--random-weights") }
        var environment = EnvironmentVariables.all
        environment["PYTHONPATH"] = TrainerPlace.package
        var options = ChildOptions(python, arguments, environment: environment)
        options.output = .inherit
        options.errors = .inherit
        let status = await (try await ChildProcess.start(options)).wait()
        guard status.succeeded else { throw FoveaError(.invalid, "The model \(name) could not be exported (\(status)); its own words are above.") }
        invocation.report(
            ["model": .string("\(output)/\(name).onnx")], text: "Add it with: fovea models add \(output)/\(name).onnx --name \(name)")
    }
}
