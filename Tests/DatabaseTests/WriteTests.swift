import Core
import Database
import Testing
import TestSupport

private let counters = Migration(
    number: 1, name: "counters", up: "CREATE TABLE counters (id BIGINT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)", down: "DROP TABLE counters")

@Suite struct WriteTests {
    /// Many writers at once, every third failing: what succeeded is there, what failed left nothing, nothing is lost.
    @Test(arguments: TestEngine.available) func concurrentWritesAreEachWholeOrNothing(_ engine: TestEngine) async throws {
        struct Stop: Error {}
        try await withDatabase(engine, migrations: [counters]) { db async throws in
            try await db.write { c in try c.execute("INSERT INTO counters (id, value) VALUES (0, 0)") }
            let failures = try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 1...90 {
                    group.addTask {
                        do {
                            try await db.write { c throws in
                                try c.execute("UPDATE counters SET value = value + 1 WHERE id = 0")
                                try c.execute("INSERT INTO counters (id, value) VALUES ($1, 0)", index)
                                if index % 3 == 0 { throw Stop() }
                            }
                            return false
                        } catch is Stop { return true }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(failures == 30)
            try await db.read { c throws in
                #expect(try c.integer("SELECT value FROM counters WHERE id = 0") == 60)
                #expect(try c.integer("SELECT count(*) FROM counters WHERE id > 0") == 60)
                #expect(try c.integer("SELECT count(*) FROM counters WHERE id > 0 AND id % 3 = 0") == 0)
            }
        }
    }

    /// Two transactions that lock two rows in opposite orders: PostgreSQL kills one, and it is run again.
    @Test(arguments: TestEngine.available) func deadlocksResolveThemselves(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [counters]) { db async throws in
            try await db.write { c in try c.execute("INSERT INTO counters (id, value) VALUES (1, 0), (2, 0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<12 {
                    group.addTask {
                        try await db.write { c throws in
                            for id in index.isMultiple(of: 2) ? [1, 2] : [2, 1] {
                                try c.execute("UPDATE counters SET value = value + 1 WHERE id = $1", id)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await db.read { try $0.integer("SELECT sum(value) FROM counters") } == 24)
        }
    }

    /// A read sees one moment, though others write meanwhile.
    @Test(arguments: TestEngine.available) func aReadIsASnapshot(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [counters]) { db async throws in
            try await db.write { c in try c.execute("INSERT INTO counters (id, value) VALUES (1, 0)") }
            let started = Lock(false)
            let written = Lock(false)
            async let seen: (Int?, Int?) = db.read { c throws in
                let before = try c.integer("SELECT value FROM counters")
                started.withLock { $0 = true }
                while !written.withLock({ $0 }) { pauseBriefly() }
                return (before, try c.integer("SELECT value FROM counters"))
            }
            while !started.withLock({ $0 }) { await Task.yield() }
            try await db.write { c in try c.execute("UPDATE counters SET value = 1") }
            written.withLock { $0 = true }
            let (before, after) = try await seen
            #expect(before == 0 && after == 0)
            #expect(try await db.read { try $0.integer("SELECT value FROM counters") } == 1)
        }
    }

    /// Two programs on one file: both writers get through.
    @Test(arguments: TestEngine.available) func twoProgramsMayWrite(_ engine: TestEngine) async throws {
        try await withDatabaseURL(engine) { url in
            let first = try Database(url)
            let second = try Database(url)
            defer { first.close(); second.close() }
            try await Migrator(first, [counters]).up()
            try await first.write { c in try c.execute("INSERT INTO counters (id, value) VALUES (1, 0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for db in [first, second] {
                    group.addTask {
                        for _ in 0..<25 { try await db.write { c in try c.execute("UPDATE counters SET value = value + 1") } }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await second.read { try $0.integer("SELECT value FROM counters") } == 50)
        }
    }
}
