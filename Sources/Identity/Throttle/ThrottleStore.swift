import Core
import Database

/// Failed sign-ins, kept in the database so that restarts and other servers know of them.
enum ThrottleStore {
    /// Throws `FoveaError.throttled` while either the account or the address must wait.
    static func check(_ connection: Connection, account: String, address: String, now: Timestamp) throws {
        let subjects = [("account:\(account)", LoginThrottle.freeForAccount), ("address:\(address)", LoginThrottle.freeForAddress)]
        for (subject, free) in subjects {
            guard let seconds = try find(connection, subject)?.wait(free: free, now: now) else { continue }
            throw FoveaError(.throttled, "Too many failed attempts to sign in. Try again in \(seconds) s.", retryAfter: seconds)
        }
    }

    static func recordFailure(_ connection: Connection, account: String, address: String, now: Timestamp) throws {
        for subject in ["account:\(account)", "address:\(address)"] {
            let next = (try find(connection, subject) ?? LoginThrottle(failures: 0, lastAt: now)).failed(at: now)
            try connection.execute(
                """
                INSERT INTO login_failures (subject, failures, last_at) VALUES ($1, $2, $3)
                ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at
                """, subject, next.failures, now)
        }
    }

    static func forget(_ connection: Connection, account: String) throws {
        try connection.execute("DELETE FROM login_failures WHERE subject = $1", "account:\(account)")
    }

    private static func find(_ connection: Connection, _ subject: String) throws -> LoginThrottle? {
        try connection.first("SELECT failures, last_at FROM login_failures WHERE subject = $1", subject) { row in
            LoginThrottle(failures: try row.int(0), lastAt: try row.time(1))
        }
    }
}
