import Core
import Database
import Testing
import TestSupport

/// PostgreSQL away and back, through a port that can be broken.
@Suite(.enabled(if: TestEngine.postgresURL != nil, "FOVEA_TEST_POSTGRES is not set")) struct OutageTests {
    private func withBreakable(_ body: (Database, TCPForwarder) async throws -> Void) async throws {
        let text = try #require(TestEngine.postgresURL)
        let at = try #require(text.lastIndex(of: "@"))
        let place = text[text.index(after: at)...].prefix { $0 != "/" }
        let port = try #require(place.split(separator: ":").last.flatMap { UInt16($0) })
        let forwarder = try TCPForwarder(to: port)
        try forwarder.open()
        defer { forwarder.close() }
        let url = text[...at] + "127.0.0.1:\(forwarder.port)" + text[text.index(at, offsetBy: 1 + place.count)...]
        let options = PostgresOptions(connections: 3, connectTimeout: .seconds(30), reconnectPause: .milliseconds(20))
        let database = try Database(DatabaseURL(String(url), dataDirectory: "/"), postgres: options)
        defer { database.close() }
        try await body(database, forwarder)
    }

    @Test func whileItIsAwayCallsSaySoAndThenRecoverAlone() async throws {
        try await withBreakable { db, forwarder in
            #expect(try await db.read { try $0.integer("SELECT 1") } == 1)
            forwarder.close()
            for _ in 0..<5 {
                let error = await #expect(throws: FoveaError.self) { try await db.write { try $0.execute("SELECT 1") } }
                #expect(error?.kind == .unavailable && error?.retryAfter != nil)
            }
            try forwarder.open()
            // Attempts within the pause after a failed one are refused without trying.
            while true {
                do {
                    #expect(try await db.read { try $0.integer("SELECT 2") } == 2)
                    break
                } catch let error as FoveaError where error.kind == .unavailable { try await Task.sleep(for: .milliseconds(20)) }
            }
        }
    }

    /// The server was restarted between two calls: every idle connection is dead, and nobody notices.
    @Test func deadConnectionsAreReplacedUnnoticed() async throws {
        try await withBreakable { db, forwarder in
            _ = try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 { group.addTask { _ = try await db.read { try $0.query("SELECT pg_sleep(0.05)::text") { _ in } } } }
                try await group.waitForAll()
            }
            forwarder.close()
            try forwarder.open()
            #expect(try await db.read { try $0.integer("SELECT 3") } == 3)
        }
    }

    @Test func aListenerComesBackAndSaysThatItWasAway() async throws {
        try await withBreakable { db, forwarder in
            let said = Lock<[String]>([])
            let listener = try #require(
                try db.listen(["fovea_test_\(forwarder.port)"]) { message in
                    switch message {
                    case .connected: said.withLock { $0.append("connected") }
                    case .disconnected: said.withLock { $0.append("disconnected") }
                    case .notification(_, let payload): said.withLock { $0.append(payload) }
                    }
                })
            defer { listener.stop() }
            func wait(for count: Int) async throws { while said.withLock({ $0.count }) < count { try await Task.sleep(for: .milliseconds(5)) } }
            try await wait(for: 1)
            forwarder.close()
            try await wait(for: 2)
            try forwarder.open()
            try await wait(for: 3)
            while true {
                do {
                    try await db.write { c throws in _ = try c.query("SELECT pg_notify($1, 'hello')", "fovea_test_\(forwarder.port)") { _ in } }
                    break
                } catch let error as FoveaError where error.kind == .unavailable { try await Task.sleep(for: .milliseconds(20)) }
            }
            try await wait(for: 4)
            #expect(said.withLock { $0 } == ["connected", "disconnected", "connected", "hello"])
        }
    }

    /// The connection breaks in the middle of a transaction: it is run again from its beginning, and counted once.
    @Test func aBrokenTransactionIsRunAgain() async throws {
        try await withBreakable { db, forwarder in
            let runs = Lock(0)
            let answer = try await db.write { c throws in
                let run = runs.withLock {
                    $0 += 1; return $0
                }
                _ = try c.integer("SELECT 1")
                if run == 1 {
                    forwarder.close()
                    try forwarder.open()
                }
                return try c.integer("SELECT 2")
            }
            #expect(answer == 2 && runs.withLock { $0 } == 2)
        }
    }
}
