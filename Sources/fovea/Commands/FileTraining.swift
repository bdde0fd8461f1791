import Core
import Engine
import JobQueue
import Learning
import Library

/// `fovea train PATH`: the way that a project takes, in a workspace that lives as long as the command.
struct FileTraining {
    private let request: ImportRequest
    private let output: String
    private var workspace: String { "\(output)/.fovea-train" }

    init(_ path: String, _ invocation: Invocation) throws {
        var request = ImportRequest(path: path)
        request.format = try invocation.format("format")
        request.images = invocation.value("images")
        self.request = request
        output = Files.absolute(try invocation.required("output"))
    }

    func run(_ options: TrainingOptions, _ invocation: Invocation) async throws {
        LocalDisk.remove(workspace)
        defer { LocalDisk.remove(workspace) }
        let settings = try Settings.load(
            invocation,
            decided: [
                .data: workspace, .database: "sqlite:", .storage: "directory", .logLevel: Logger.Level.error.rawValue,
                .jwtSecret: SecureRandom.token(48),
            ])
        let foundations = try Foundations.open(settings, publicURL: "")
        defer { foundations.database.close() }
        try await foundations.migrate()
        let application = try Application(foundations, engine: EngineClient(path: "", logger: .silent), publicURL: "")
        try await application.events.start()
        defer { application.events.stop() }
        let (run, report) = try await begin(options, application)
        let ended = try await finish(run, application)
        let metrics = try await application.learning.trainings.write(ended, to: output)
        let json: JSON = [
            "onnx": .string("\(output)/best.onnx"), "training": try JSON.parse(ended.encoded()), "metrics": metrics, "dataset": report.json,
        ]
        invocation.report(json, text: "\(TrainingFollower.text(ended)) The model is \(output)/best.onnx.")
    }

    /// Brings the files in, freezes them as a dataset version and queues the run.
    private func begin(_ options: TrainingOptions, _ application: Application) async throws -> (TrainingRun, ImportReport) {
        let foundations = application.foundations
        let user = try await foundations.accounts().create(
            username: "local", email: "local@localhost.localdomain", password: SecureRandom.token(24), isAdministrator: true)
        let importer = DatasetImport(
            database: foundations.database, intake: try foundations.intake(), labelMaps: LabelMapCodec.decode)
        let (project, report) = try await ProjectImport(importer).run(
            request, project: options.training.name ?? "files", userID: user.id,
            progress: { Terminal.progress(1 - 1 / (1 + Double($0) / 500), "\($0) images") })
        Terminal.say("Read \(report.images) images with \(report.annotations) annotations as \(report.format).")
        for problem in report.problems.prefix(20) { Terminal.say("  \(problem.file): \(problem.reason)") }
        var training = options.training
        training.datasetID = try await application.learning.datasets.create(project: project, options.dataset, by: user.id).id
        return (try await application.learning.trainings.start(training, by: user.id), report)
    }

    /// Does the one job that there is, until it has ended; being asked to end cancels it first.
    private func finish(_ run: TrainingRun, _ application: Application) async throws -> TrainingRun {
        let worker = Worker(
            database: application.foundations.database, queue: application.queue, log: application.jobLog,
            handlers: application.handlers.filter { $0.kind == "training" })
        async let work: Void = worker.run()
        let cancelling = Task {
            await Signals.termination()
            try Task.checkCancellation()
            try await application.learning.trainings.cancel(run.id)
        }
        let outcome: Result<TrainingRun, any Error>
        do { outcome = .success(try await TrainingFollower(application).follow(run.id)) } catch { outcome = .failure(error) }
        cancelling.cancel()
        worker.stop()
        await work
        return try outcome.get()
    }
}
