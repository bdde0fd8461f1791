import Core
import Database
import Testing
import TestSupport

private let first = Migration(
    number: 10, name: "first",
    up: """
        -- a comment; with a semicolon
        CREATE TABLE first (id UUID NOT NULL PRIMARY KEY, note TEXT NOT NULL DEFAULT 'a;b', at TIMESTAMP, share DOUBLE NOT NULL, raw BYTES);
        CREATE INDEX first_by_note ON first (note);
        """,
    down: "DROP TABLE first")
private let second = Migration(
    number: 20, name: "second", up: "CREATE TABLE second (a UUID NOT NULL, b BIGINT NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID",
    down: "DROP TABLE second",
    sqlite: "CREATE INDEX second_sqlite ON second (b)", postgres: "CREATE INDEX second_postgres ON second (b)")

@Suite struct MigrationTests {
    @Test(arguments: TestEngine.available) func upAndDown(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { db async throws in
            let migrator = try Migrator(db, [second, first])
            #expect(try await migrator.missing() == 2)
            #expect(try await migrator.up(to: 10).map(\.number) == [10])
            #expect(try await migrator.up().map(\.number) == [20])
            #expect(try await migrator.up().isEmpty)
            #expect(try await migrator.missing() == 0)
            #expect(try await migrator.down().map(\.number) == [20])
            let status = try await migrator.status()
            #expect(status.map(\.number) == [10, 20] && status[0].appliedAt != nil && status[1].appliedAt == nil)
            #expect(try await migrator.history().map { "\($0.number) \($0.action)" } == ["10 up", "20 up", "20 down"])
            try await migrator.stamp(20)
            #expect(try await migrator.missing() == 0)
        }
    }

    @Test(arguments: TestEngine.available) func theSchemaIsWhatTheCodeExpects(_ engine: TestEngine) async throws {
        let shapes = [
            TableShape("first", "id UUID, note TEXT, at TIMESTAMP?, share DOUBLE, raw BYTES?"), TableShape("second", "a UUID, b BIGINT"),
        ]
        try await withDatabase(engine, migrations: [first, second]) { db async throws in
            #expect(try await db.read { try SchemaInspector.differences(shapes, $0) } == [])
            let wrong = [TableShape("first", "id UUID, note TEXT?, at TEXT?, share DOUBLE, more BIGINT"), TableShape("third", "id UUID")]
            let differences = try await db.read { try SchemaInspector.differences(wrong, $0) }
            #expect(
                differences == [
                    "first.note: may not be null", "first.at: is integer, not text", "first.more: no such column",
                    "first.raw: the code does not know it", "third: no such table",
                ])
        }
    }

    @Test(arguments: TestEngine.available) func aFailureLeavesTheSchemaAsItWas(_ engine: TestEngine) async throws {
        let broken = Migration(number: 30, name: "broken", up: "CREATE TABLE third (id UUID NOT NULL); INSERT INTO nowhere VALUES (1)", down: "")
        try await withDatabase(engine) { db async throws in
            await #expect(throws: FoveaError.self) { try await Migrator(db, [first, broken]).up() }
            #expect(try await db.read { try SchemaInspector.tables($0).map(\.name) }.filter { !$0.hasPrefix("schema_") } == [])
        }
    }

    @Test(arguments: TestEngine.available) func editedAndUnknownMigrationsAreRefused(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [first, second]) { db async throws in
            let edited = Migration(number: 20, name: "second", up: "CREATE TABLE other (id UUID)", down: "")
            let changed = await #expect(throws: FoveaError.self) { try await Migrator(db, [first, edited]).up() }
            #expect(changed?.message.contains("Migration 20 (second)") == true)
            let newer = await #expect(throws: FoveaError.self) { try await Migrator(db, [first]).up() }
            #expect(newer?.kind == .conflict)
        }
    }

    @Test(arguments: TestEngine.available) func twoServersAtOnceMigrateOnce(_ engine: TestEngine) async throws {
        try await withDatabaseURL(engine) { url in
            let databases = try (0..<4).map { _ in try Database(url) }
            defer { for database in databases { database.close() } }
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for database in databases { group.addTask { try await Migrator(database, [first, second]).up().count } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(applied.sorted() == [0, 0, 0, 2])
        }
    }

    @Test func numbersAreUnique() async throws {
        try await withDatabase(.sqlite) { db async throws in
            _ = #expect(throws: FoveaError.self) { try Migrator(db, [first, Migration(number: 10, name: "again", up: "", down: "")]) }
        }
    }

    @Test func aScaffoldNamesItself() {
        let file = Migration.scaffold(number: 312, name: "add Tags")
        #expect(file.fileName == "312-add-tags.swift")
        #expect(file.text.contains("static let m312AddTags = Migration(") && file.text.contains("\"add_tags\""))
    }
}
