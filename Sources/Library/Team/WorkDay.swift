import Core
import Database

/// What somebody did in a project in one go, to be counted into their day (of UTC).
struct Work {
    /// Annotations created, changed or deleted.
    var changes = 0
    /// Images, or layers of images, set to done.
    var labelled = 0
    var reviewed = 0
    /// Of their images, approved by a reviewer.
    var approved = 0
    /// Of their images, sent back by a reviewer.
    var returned = 0
    /// False for what happened to somebody without their being at work.
    var isOwn = true
}

enum WorkDay {
    /// Nobody works longer than this between two things that the server hears of: what is longer is a break.
    static let longestPause: Duration = .seconds(300)

    static func day(_ time: Timestamp) -> Int64 { time.microseconds / 86_400_000_000 }

    /// Adds to the person's day. Time at work is the sum of the pauses between what they did, breaks left out.
    static func add(_ connection: Connection, _ projectID: ID, _ userID: ID, _ work: Work, at now: Timestamp) throws {
        let pause = "(excluded.last_at - work_days.last_at)"
        try connection.execute(
            """
            INSERT INTO work_days (project_id, day, user_id, changes, labelled, reviewed, approved, returned, microseconds, last_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)
            ON CONFLICT (project_id, day, user_id) DO UPDATE SET
                changes = work_days.changes + excluded.changes,
                labelled = work_days.labelled + excluded.labelled,
                reviewed = work_days.reviewed + excluded.reviewed,
                approved = work_days.approved + excluded.approved,
                returned = work_days.returned + excluded.returned,
                microseconds = work_days.microseconds
                    + CASE WHEN work_days.last_at > 0 AND \(pause) BETWEEN 0 AND $10 THEN \(pause) ELSE 0 END,
                last_at = \(connection.dialect.greatest("work_days.last_at", "excluded.last_at"))
            """, projectID, day(now), userID, work.changes, work.labelled, work.reviewed, work.approved, work.returned,
            work.isOwn ? now.microseconds : 0, longestPause.microseconds)
    }
}
