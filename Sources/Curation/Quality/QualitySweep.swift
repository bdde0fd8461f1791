import Core
import Database
import ImageQuality
import JobQueue

/// Once in a while: projects with images that this version has not measured (they came before there was any measuring, or by an
/// older version) get a job for them, one at a time.
struct QualitySweep: JobHandler {
    static let name = "quality_sweep"
    let kind = QualitySweep.name
    let concurrency = 1
    let database: Database
    let queue: JobQueue

    static let schedule = JobSchedule("quality", every: .seconds(3600)) {
        NewJob(kind: name, title: "Look for images to measure", priority: -30)
    }

    func run(_ job: JobContext) async throws -> JobCompletion {
        let projects = try await database.read { connection in
            try connection.query(
                """
                SELECT p.id FROM projects p WHERE EXISTS (SELECT 1 FROM images i LEFT JOIN image_quality q ON q.image_id = i.id
                    WHERE i.project_id = p.id AND i.deleted_at IS NULL AND (q.image_id IS NULL OR q.version <> $1))
                AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.project_id = p.id AND j.kind = $2 AND j.status IN ('QUEUED', 'RUNNING'))
                ORDER BY p.id
                """, ImageQuality.version, QualityJob.name
            ) { try $0.id(0) }
        }
        let queue = queue
        return JobCompletion(["projects": .int(Int64(projects.count))]) { connection in
            for project in projects { try queue.enqueue(connection, QualityJob.make(projectID: project, again: false, userID: nil)) }
        }
    }
}
