import Core
import Database
import HTTPServer

/// `/api/jobs` and `/ws/jobs`: what is going on, for those who belong to its project. A job of no project is its author's.
public struct JobRoutes: Sendable {
    let database: Database
    let queue: JobQueue
    let log: JobLog
    /// The projects in which a user may see everything.
    let projectsOf: @Sendable (Connection, ID) throws -> [ID]

    public init(
        database: Database, queue: JobQueue, log: JobLog, projectsOf: @escaping @Sendable (Connection, ID) throws -> [ID]
    ) {
        self.database = database
        self.queue = queue
        self.log = log
        self.projectsOf = projectsOf
    }

    public var routes: [Route] { [list, one, logs, cancel, retry, follow] }

    private var list: Route {
        .get(
            "/api/jobs", "List the jobs that you may see, newest first", tag: "Jobs", access: .memberNamed(.viewer, by: "project_id"),
            query: JobListQuery.self, answer: Page<Job>.self
        ) { call, query in
            let user = try call.user
            if let project = query.projectID { try await call.require(.viewer, project) } else { call.restrictsToCaller() }
            let before: ID? = try query.cursor?.value(0)
            let seesAll = user.isAdministrator || query.projectID != nil
            let (queue, projectsOf) = (queue, projectsOf)
            let jobs = try await database.read { connection in
                let visible = seesAll ? [] : try projectsOf(connection, user.userID)
                let filter = JobQueue.Filter(
                    kind: query.kind == "all" ? nil : query.kind, status: query.status, projectID: query.projectID,
                    viewer: seesAll ? nil : user.userID, visibleProjects: visible)
                return try queue.list(connection, filter, limit: query.limit + 1, before: before)
            }
            let page = Array(jobs.prefix(query.limit))
            let next = jobs.count > query.limit ? page.last.map { Cursor(.string($0.id.description)) } : nil
            return Page(items: page, nextCursor: next)
        }
    }

    private var one: Route {
        .get("/api/jobs/{job_id}", "One job, with its result", tag: "Jobs", access: .memberNamed(.viewer, by: "job_id"), answer: Job.self) {
            call in try await job(call, .viewer)
        }
    }

    private var logs: Route {
        .get(
            "/api/jobs/{job_id}/logs", "What a job has said, from an offset on", tag: "Jobs", access: .memberNamed(.viewer, by: "job_id"),
            query: JobLogQuery.self, answer: JobLogPage.self
        ) { call, query in
            let id = try await job(call, .viewer).id
            guard let slice = try await log.read(id, from: Int64(query.offset), limit: query.limit) else { throw Self.notFound }
            return JobLogPage(items: slice.frames.map { RawJSON(trusted: $0.json) }, nextOffset: Int(slice.nextOffset))
        }
    }

    private var cancel: Route {
        .post(
            "/api/jobs/{job_id}/cancel", "Stop a job", tag: "Jobs", access: .memberNamed(.manager, by: "job_id"), answer: Job.self
        ) { call in
            let id = try await job(call, .manager).id
            return try await database.write { [queue] connection in
                try queue.cancel(connection, id)
                return try queue.find(connection, id).orThrow(Self.notFound)
            }
        }
    }

    private var retry: Route {
        .post(
            "/api/jobs/{job_id}/retry", "Try a job again that failed or was cancelled", tag: "Jobs",
            access: .memberNamed(.manager, by: "job_id"), answer: Job.self
        ) { call in
            let id = try await job(call, .manager, author: .manager).id
            return try await database.write { [queue] connection in
                try queue.retry(connection, id)
                return try queue.find(connection, id).orThrow(Self.notFound)
            }
        }
    }

    private var follow: Route {
        .webSocket(
            "/ws/jobs/{job_id}", "Follow what a job says, from an offset on, until it ends", tag: "Jobs",
            access: .memberNamed(.viewer, by: "job_id"), query: JobFollowQuery.self, admit: { call, _ in _ = try await job(call, .viewer) }
        ) { call, query, socket in
            try await log.follow(try call.id("job_id"), from: Int64(query.offset)) { frame in try await socket.send(text: frame.json) }
        }
    }

    /// The job that the path names, if the caller has at least `role` in its project, or `author` there and asked for it once:
    /// who has left a project, or lost a role, has lost its jobs.
    private func job(_ call: Call, _ role: Role, author: Role = .viewer) async throws -> Job {
        let user = try call.user
        let id = try call.id("job_id")
        let job = try await database.read { [queue] in try queue.find($0, id) }
        call.restrictsToCaller()
        guard let job else { throw Self.notFound }
        let isAuthor = job.userID == user.userID
        guard let project = job.projectID else {
            if isAuthor || user.isAdministrator { return job }
            throw Self.notFound
        }
        // A stranger to the project must not learn that the job exists.
        do {
            try await call.require(isAuthor ? author : role, project)
        } catch let error as FoveaError where error.kind == .notFound { throw Self.notFound }
        return job
    }

    private static let notFound = FoveaError.notFound("This job")
}

extension Optional {
    func orThrow(_ error: FoveaError) throws -> Wrapped {
        guard let self else { throw error }
        return self
    }
}
