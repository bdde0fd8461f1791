import Core
import Database

/// Attempts to sign in that failed or are under way, kept in the database so that restarts and other servers know of them.
enum ThrottleStore {
    /// Counts an attempt before its outcome is known, so that of many at once no more come through than one after the other.
    /// Throws `FoveaError.throttled`, counting nothing, while one of the subjects must wait.
    static func begin(_ connection: Connection, _ subjects: [ThrottleSubject], now: Timestamp) throws {
        // Everybody takes the rows in one order, so that two attempts never wait for each other.
        for subject in subjects.sorted(by: { $0.key < $1.key }) {
            let before = try take(connection, subject.key, now)
            if let seconds = before.wait(free: subject.free, now: now) {
                throw FoveaError(.throttled, "Too many failed attempts to sign in. Try again in \(seconds) s.", retryAfter: seconds)
            }
            let next = before.failed(at: now)
            try connection.execute(
                "UPDATE login_failures SET failures = $2, last_at = $3 WHERE subject = $1", subject.key, next.failures, next.lastAt)
        }
        try connection.execute("DELETE FROM login_failures WHERE last_at < $1", now.advanced(by: .zero - LoginThrottle.memory))
    }

    /// Takes back an attempt that was right.
    static func undo(_ connection: Connection, _ subjects: [ThrottleSubject]) throws {
        for subject in subjects.sorted(by: { $0.key < $1.key }) {
            try connection.execute(
                "UPDATE login_failures SET failures = failures - 1 WHERE subject = $1 AND failures > 0", subject.key)
        }
    }

    static func forget(_ connection: Connection, _ subject: ThrottleSubject) throws {
        try connection.execute("DELETE FROM login_failures WHERE subject = $1", subject.key)
    }

    /// All that is counted against a name, from wherever.
    static func forget(_ connection: Connection, name: String) throws {
        try forget(connection, .name(name))
        let (first, end) = ThrottleSubject.pairs(of: name)
        try connection.execute("DELETE FROM login_failures WHERE subject >= $1 AND subject < $2", first, end)
    }

    /// A subject's row, held until the transaction ends.
    private static func take(_ connection: Connection, _ key: String, _ now: Timestamp) throws -> LoginThrottle {
        try connection.execute(
            "INSERT INTO login_failures (subject, failures, last_at) VALUES ($1, 0, $2) ON CONFLICT (subject) DO NOTHING", key, now)
        return try connection.first(
            "SELECT failures, last_at FROM login_failures WHERE subject = $1\(connection.dialect.forUpdate)", key
        ) { row in
            LoginThrottle(failures: try row.int(0), lastAt: try row.time(1))
        } ?? LoginThrottle(failures: 0, lastAt: now)
    }
}
