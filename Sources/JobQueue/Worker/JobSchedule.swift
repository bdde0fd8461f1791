import Core
import Database

/// A job that is enqueued again and again, by one worker each time however many there are.
public struct JobSchedule: Sendable {
    public var name: String
    public var every: Duration
    public var make: @Sendable () -> NewJob

    public init(_ name: String, every: Duration, make: @escaping @Sendable () -> NewJob) {
        self.name = name
        self.every = every
        self.make = make
    }
}

extension JobQueue {
    /// Enqueues what is due. Answers the names.
    @discardableResult
    public func enqueueDue(_ connection: Connection, _ schedules: [JobSchedule]) throws -> [String] {
        let now = try connection.now()
        var due: [String] = []
        for schedule in schedules {
            try connection.execute(
                "INSERT INTO job_schedules (name, next_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", schedule.name, now)
            let next = now.advanced(by: schedule.every)
            // Two workers at once: the second waits for the first and finds nothing due.
            guard try connection.execute("UPDATE job_schedules SET next_at = $2 WHERE name = $1 AND next_at <= $3", schedule.name, next, now) == 1
            else { continue }
            try enqueue(connection, schedule.make())
            due.append(schedule.name)
        }
        return due
    }

    func isAnyDue(_ connection: Connection, _ schedules: [JobSchedule]) throws -> Bool {
        guard !schedules.isEmpty else { return false }
        let now = try connection.now()
        let waiting = try connection.query("SELECT name, next_at FROM job_schedules") { (try $0.text(0), try $0.time(1)) }
        let known = Dictionary(uniqueKeysWithValues: waiting)
        return schedules.contains { schedule in known[schedule.name].map { $0 <= now } ?? true }
    }
}
