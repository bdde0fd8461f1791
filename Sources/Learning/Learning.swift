import Core
import Database
import HTTPServer
import JobQueue
import ObjectStorage

/// Dataset versions, training, models and what is deployed: routes for the server, handlers for the worker.
public struct Learning: Sendable {
    public let routes: [Route]
    public let handlers: [any JobHandler]
    public let datasets: Datasets
    public let trainings: Trainings

    /// What it needs of the others.
    public struct Dependencies: Sendable {
        public var database: Database
        public var store: any BlobStore
        public var queue: JobQueue
        public var log: JobLog
        public var trainer: TrainerProgram
        /// Where datasets are laid out and runs keep their files, on this machine.
        public var workDirectory: String
        /// Bytes of an uploaded model.
        public var modelLimit: Int64
        /// Looks at an ONNX file: the engine's affair. Throws a `FoveaError` that says why it cannot be served.
        public var inspect: @Sendable (LocalFile) async throws -> DetectorDescription
        /// The projects of which a user sees the data: theirs and public ones.
        public var projectsOf: @Sendable (Connection, ID) throws -> [ID]
        /// The projects of which a user is a member.
        public var membershipsOf: @Sendable (Connection, ID) throws -> [ID]
        public var clock: WallClock

        public init(
            database: Database, store: any BlobStore, queue: JobQueue, log: JobLog, trainer: TrainerProgram, workDirectory: String,
            modelLimit: Int64 = 2 << 30, inspect: @escaping @Sendable (LocalFile) async throws -> DetectorDescription,
            projectsOf: @escaping @Sendable (Connection, ID) throws -> [ID],
            membershipsOf: @escaping @Sendable (Connection, ID) throws -> [ID], clock: WallClock = .system
        ) {
            self.database = database
            self.store = store
            self.queue = queue
            self.log = log
            self.trainer = trainer
            self.workDirectory = workDirectory
            self.modelLimit = modelLimit
            self.inspect = inspect
            self.projectsOf = projectsOf
            self.membershipsOf = membershipsOf
            self.clock = clock
        }
    }

    public init(_ given: Dependencies) {
        let clock = given.clock
        datasets = Datasets(database: given.database, store: given.store, workDirectory: "\(given.workDirectory)/datasets", clock: clock)
        trainings = Trainings(database: given.database, store: given.store, queue: given.queue, clock: clock)
        let access = ModelAccess(database: given.database)
        let probe = TrainerProbe(given.trainer, clock: clock)
        routes =
            DatasetRoutes(datasets: datasets).routes
            + TrainingRoutes(
                database: given.database, queue: given.queue, trainings: trainings, log: given.log, probe: probe, projectsOf: given.projectsOf
            ).routes
            + ModelRoutes(database: given.database, access: access, clock: clock, membershipsOf: given.membershipsOf).routes
            + ModelVersionRoutes(
                database: given.database, store: given.store, queue: given.queue, access: access, sizeLimit: given.modelLimit, clock: clock
            ).routes
            + DeploymentRoutes(database: given.database, access: access, clock: clock).routes
        handlers = [
            TrainingJob(
                database: given.database, store: given.store, program: given.trainer, workDirectory: "\(given.workDirectory)/training",
                clock: clock),
            ModelBuildJob(
                database: given.database, store: given.store, sizeLimit: given.modelLimit, inspect: given.inspect, clock: clock),
        ]
    }
}
