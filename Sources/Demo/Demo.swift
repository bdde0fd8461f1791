import Core
import Database
import HTTPServer
import JobQueue
import Library

/// `POST /api/demo` and the job behind it.
public struct Demo: Sendable {
    public let project: DemoProject
    let database: Database
    let jobs: JobQueue
    let clock: WallClock

    public init(database: Database, jobs: JobQueue, intake: ImageIntake, clock: WallClock = .system) {
        project = DemoProject(database: database, intake: intake, clock: clock)
        self.database = database
        self.jobs = jobs
        self.clock = clock
    }

    struct Answer: WireObject {
        var projectID: ID
        var jobID: ID
        static let fields = Fields<Self>("DemoAnswer", Field("project_id", \.projectID), Field("job_id", \.jobID))
    }

    public var routes: [Route] {
        [
            .post(
                "/api/demo", "Make the demo project; a job draws its pictures", tag: "Projects", access: .signedIn,
                answer: Answer.self, status: 201, rate: .perMinute(4)
            ) { call in
                let (projectID, jobID) = try await begin(for: try call.user.userID)
                return Answer(projectID: projectID, jobID: jobID)
            }
        ]
    }

    /// The project, with the job that fills it, in one transaction.
    public func begin(for userID: ID) async throws -> (projectID: ID, jobID: ID) {
        let now = clock.now()
        return try await database.write { [jobs] connection in
            let projectID = try ProjectCreation.create(connection, DemoProject.body, owner: userID, at: now)
            let job = NewJob(
                kind: DemoJob.jobKind, title: "Draw the demo project",
                payload: ["project_id": .string(projectID.description), "user_id": .string(userID.description)],
                projectID: projectID, userID: userID, priority: 20)
            return (projectID, try jobs.enqueue(connection, job))
        }
    }

    public var handlers: [any JobHandler] { [DemoJob(project: project)] }
}

/// Fills the demo project. What is written is whole picture by picture, and a second attempt goes on where the first ended.
struct DemoJob: JobHandler {
    static let jobKind = "demo"
    var kind: String { Self.jobKind }
    let concurrency = 1
    let project: DemoProject

    func run(_ job: JobContext) async throws -> JobCompletion {
        guard let projectID = job.payload["project_id"]?.string.flatMap({ ID($0) }),
            let userID = job.payload["user_id"]?.string.flatMap({ ID($0) })
        else { throw JobFailure("The job does not say which project to fill.") }
        try await project.fill(projectID, by: userID) { job.progress($0, "Drawing") }
        return JobCompletion(["images": .int(Int64(DemoProject.labelled + DemoProject.unlabelled))])
    }
}
