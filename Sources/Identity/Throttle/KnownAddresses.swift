import Core
import Database

/// Where from an account has signed in before. Guesses from elsewhere do not keep its owner out there: the count that goes
/// by the name alone leaves these addresses out.
enum KnownAddresses {
    private static let memory = Duration.seconds(90 * 24 * 3600)

    static func contains(_ connection: Connection, _ userID: ID, _ address: String) throws -> Bool {
        try connection.exists(
            "SELECT 1 FROM login_addresses WHERE user_id = $1 AND address = $2", userID, ThrottleSubject.network(of: address))
    }

    static func add(_ connection: Connection, _ userID: ID, _ address: String, at now: Timestamp) throws {
        try connection.execute(
            "DELETE FROM login_addresses WHERE user_id = $1 AND last_at < $2", userID, now.advanced(by: .zero - memory))
        try connection.execute(
            """
            INSERT INTO login_addresses (user_id, address, last_at) VALUES ($1, $2, $3)
            ON CONFLICT (user_id, address) DO UPDATE SET last_at = excluded.last_at
            """, userID, ThrottleSubject.network(of: address), now)
    }
}
