import Core
import Database

/// What was done in a project, by person and by day.
public struct TeamReport: WireObject {
    public var people: [PersonWork]
    public var days: [DayWork]

    public static let fields = Fields<Self>(
        "TeamReport",
        Field("people", \.people, "All of them to managers; to others themselves alone."),
        Field("days", \.days, "Of UTC, oldest first; days without work are left out."))
}

public struct PersonWork: WireObject {
    public var userID: ID
    public var username: String
    public var changes: Int
    public var labelled: Int
    public var reviewed: Int
    public var approved: Int
    public var returned: Int
    public var returnedShare: Double?
    public var seconds: Double

    public static let fields = Fields<Self>(
        "PersonWork",
        Field("user_id", \.userID), Field("username", \.username),
        Field("changes", \.changes, "Annotations created, changed or deleted."),
        Field("labelled", \.labelled, "Images, and layers of images, set to done."),
        Field("reviewed", \.reviewed, "Images of others and their own that they reviewed."),
        Field("approved", \.approved, "Of their images, approved."), Field("returned", \.returned, "Of their images, sent back."),
        Field("returned_share", \.returnedShare, "Of the reviews of their images."),
        Field("seconds", \.seconds, "At work: pauses of up to five minutes between what they did, added up."))
}

public struct DayWork: WireObject {
    public var day: String
    public var changes: Int
    public var labelled: Int
    public var reviewed: Int
    public var returned: Int

    public static let fields = Fields<Self>(
        "DayWork",
        Field("day", \.day, "As 2026-11-21."), Field("changes", \.changes), Field("labelled", \.labelled), Field("reviewed", \.reviewed),
        Field("returned", \.returned))
}

extension TeamReport {
    /// - Parameter only: one person's row; everybody's when nil.
    static func load(_ connection: Connection, _ projectID: ID, from day: Int64, only userID: ID?) throws -> TeamReport {
        let sums = ["changes", "labelled", "reviewed", "approved", "returned", "microseconds"]
            .map { "CAST(sum(w.\($0)) AS BIGINT)" }.joined(separator: ", ")
        let people = try connection.query(
            """
            SELECT w.user_id, u.username, \(sums) FROM work_days w JOIN users u ON u.id = w.user_id
            WHERE w.project_id = $1 AND w.day >= $2 AND ($3 = 1 OR w.user_id = $4) GROUP BY w.user_id, u.username
            ORDER BY u.username, w.user_id
            """, projectID, day, userID == nil, userID ?? ID(high: 0, low: 0)
        ) { row in
            let approved = try row.int(5), returned = try row.int(6)
            return PersonWork(
                userID: try row.id(0), username: try row.text(1), changes: try row.int(2), labelled: try row.int(3),
                reviewed: try row.int(4), approved: approved, returned: returned,
                returnedShare: approved + returned > 0 ? Double(returned) / Double(approved + returned) : nil,
                seconds: Double(try row.int64(7)) / 1_000_000)
        }
        let days = try connection.query(
            "SELECT w.day, \(sums) FROM work_days w WHERE w.project_id = $1 AND w.day >= $2 GROUP BY w.day ORDER BY w.day", projectID, day
        ) { row in
            let date = Timestamp(seconds: try row.int64(0) * 86400).description.prefix(10)
            return DayWork(
                day: String(date), changes: try row.int(1), labelled: try row.int(2), reviewed: try row.int(3), returned: try row.int(5))
        }
        return TeamReport(people: people, days: days)
    }
}
