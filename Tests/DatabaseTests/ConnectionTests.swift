import Core
import Database
import Testing
import TestSupport

private let things = Migration(
    number: 1, name: "things",
    up: """
        CREATE TABLE things (
            id UUID NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, size BIGINT, weight DOUBLE, data BYTES, flag BOOLEAN NOT NULL DEFAULT 0,
            at TIMESTAMP, extra JSON, CHECK (size IS NULL OR size >= 0));
        CREATE TABLE parts (id UUID NOT NULL PRIMARY KEY, thing_id UUID NOT NULL REFERENCES things (id), rank BIGINT NOT NULL);
        CREATE INDEX parts_by_thing ON parts (thing_id, rank);
        """,
    down: "DROP TABLE parts; DROP TABLE things;")

@Suite struct ConnectionTests {
    @Test(arguments: TestEngine.available) func valuesComeBackAsTheyWent(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [things]) { db async throws in
            let id = ID.make()
            let at = Timestamp.now()
            let extra: JSON = ["a": [1, 2.5, nil, "ü\u{1F600}"]]
            try await db.write { c throws in
                let changed = try c.execute(
                    "INSERT INTO things (id, name, size, weight, data, flag, at, extra) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", id,
                    "näme", Int64.max, -0.1, [0, 255, 7] as [UInt8], true, at, extra)
                #expect(changed == 1)
            }
            try await db.read { c throws in
                let found = try c.first("SELECT id, name, size, weight, data, flag, at, extra FROM things WHERE id = $1", id) { row throws in
                    var read = row.reader()
                    #expect(try read.id() == id)
                    #expect(try read.text() == "näme")
                    #expect(try read.int64() == Int64.max)
                    #expect(try read.double() == -0.1)
                    #expect(try read.bytes() == [0, 255, 7])
                    #expect(try read.bool())
                    #expect(try read.time() == at)
                    #expect(try read.json() == extra)
                    return true
                }
                #expect(found == true)
                #expect(try c.first("SELECT id FROM things WHERE id = $1", ID.make(), map: { try $0.id(0) }) == nil)
            }
        }
    }

    @Test(arguments: TestEngine.available) func nullsAndEmptyValuesDiffer(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [things]) { db async throws in
            try await db.write { c throws in
                try c.execute("INSERT INTO things (id, name, data, size) VALUES ($1, $2, $3, $4)", ID.make(), "", [UInt8](), nil as Int?)
            }
            try await db.read { c throws in
                let row: (String, [UInt8]?, Int?, Double?)? = try c.first("SELECT name, data, size, weight FROM things") { row throws in
                    (try row.text(0), try row.optionalBytes(1), try row.optionalInt(2), try row.optionalDouble(3))
                }
                #expect(row?.0 == "" && row?.1 == [] && row?.2 == nil && row?.3 == nil)
                let error = #expect(throws: DatabaseError.self) { try c.first("SELECT size FROM things", map: { try $0.int(0) }) }
                #expect(error?.kind == .decoding)
            }
        }
    }

    @Test(arguments: TestEngine.available) func parametersAreNumberedNotOrdered(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [things]) { db async throws in
            try await db.write { c throws in
                let first = ID.make()
                try c.execute("INSERT INTO things (name, id, size) VALUES ($2, $1, $3)", first, "b", 2)
                let found = try c.query("SELECT name FROM things WHERE size >= $2 AND id = $1 AND size <= $2 LIMIT $3", first, 2, 10) {
                    try $0.text(0)
                }
                #expect(found == ["b"])
            }
        }
    }

    @Test(arguments: TestEngine.available) func violationsAreNamedAlike(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [things]) { db async throws in
            try await db.write { c in try c.execute("INSERT INTO things (id, name) VALUES ($1, 'a')", ID.make()) }
            try await db.write { c throws in
                let unique = #expect(throws: DatabaseError.self) {
                    try c.savepoint { try c.execute("INSERT INTO things (id, name) VALUES ($1, 'a')", ID.make()) }
                }
                #expect(unique?.isUniqueViolation("things", "name") == true)
                let reference = #expect(throws: DatabaseError.self) {
                    try c.savepoint { try c.execute("INSERT INTO parts (id, thing_id, rank) VALUES ($1, $2, 1)", ID.make(), ID.make()) }
                }
                #expect(reference?.isForeignKeyViolation == true)
                let check = #expect(throws: DatabaseError.self) {
                    try c.savepoint { try c.execute("INSERT INTO things (id, name, size) VALUES ($1, 'c', -1)", ID.make()) }
                }
                if case .checkViolation? = check?.kind {} else { Issue.record("\(String(describing: check))") }
                let null = #expect(throws: DatabaseError.self) {
                    try c.savepoint { try c.execute("INSERT INTO things (id, name) VALUES ($1, $2)", ID.make(), nil as String?) }
                }
                #expect(null?.kind == .notNullViolation(.init(table: "things", columns: ["name"])))
                let syntax = #expect(throws: DatabaseError.self) { try c.savepoint { try c.execute("SELEC 1") } }
                #expect(syntax?.kind == .syntax)
                #expect(try c.integer("SELECT count(*) FROM things") == 1)
            }
            let outside = await #expect(throws: FoveaError.self) {
                try await db.write { c in try c.execute("INSERT INTO things (id, name) VALUES ($1, 'a')", ID.make()) }
            }
            #expect(outside?.kind == .conflict)
            #expect(outside?.message.contains("INSERT") == false)
        }
    }

    @Test(arguments: TestEngine.available) func aFailedWriteLeavesNothing(_ engine: TestEngine) async throws {
        struct Stop: Error {}
        try await withDatabase(engine, migrations: [things]) { db async throws in
            let hooks = Lock(0)
            await #expect(throws: Stop.self) {
                try await db.write { c throws in
                    c.onCommit { hooks.withLock { $0 += 1 } }
                    try c.execute("INSERT INTO things (id, name) VALUES ($1, 'a')", ID.make())
                    throw Stop()
                }
            }
            #expect(try await db.read { try $0.integer("SELECT count(*) FROM things") } == 0)
            try await db.write { c in c.onCommit { hooks.withLock { $0 += 10 } } }
            #expect(hooks.withLock { $0 } == 10)
        }
    }

    @Test(arguments: TestEngine.available) func readsCannotWrite(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [things]) { db async throws in
            await #expect(throws: FoveaError.self) {
                try await db.read { c in try c.execute("INSERT INTO things (id, name) VALUES ($1, 'a')", ID.make()) }
            }
            #expect(try await db.read { try $0.integer("SELECT count(*) FROM things") } == 0)
        }
    }

    @Test(arguments: TestEngine.available) func listsAreOneParameter(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [things]) { db async throws in
            let ids = (0..<300).map { _ in ID.make() }
            try await db.write { c throws in
                let rows: [[SQLValue]] = ids.enumerated().map { [.id($1), .text("n\($0)"), .integer(Int64($0))] }
                #expect(try c.copyIn("things", columns: ["id", "name", "size"], rows: rows) == 300)
            }
            try await db.read { c throws in
                let d = c.dialect
                let byID = try c.integer("SELECT count(*) FROM things WHERE \(d.contains("id", "$1", .idList))", Array(ids[10..<20]) + [ID.make()])
                #expect(byID == 10)
                #expect(try c.integer("SELECT count(*) FROM things WHERE \(d.contains("id", "$1", .idList))", [ID]()) == 0)
                #expect(try c.integer("SELECT count(*) FROM things WHERE \(d.contains("name", "$1", .textList))", ["n1", "n2", "x\"y"]) == 2)
                #expect(try c.integer("SELECT count(*) FROM things WHERE \(d.contains("size", "$1", .integerList))", [5, 6, 7000]) == 2)
            }
        }
    }

    @Test(arguments: TestEngine.available) func largeAnswersStreamAndNest(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [things]) { db async throws in
            try await db.write { c throws in
                try c.executeMany(
                    "INSERT INTO things (id, name, size) VALUES ($1, $2, $3)",
                    (0..<2500).lazy.map { [.id(ID.make()), .text("n\($0)"), $0 % 2 == 0 ? .null(.integer) : .integer(Int64($0))] })
            }
            let total = try await db.read { c throws in
                var total = 0
                try c.forEach("SELECT name, size FROM things WHERE name <> $1 ORDER BY name", "n0") { row throws in
                    let name = try row.text(0)
                    total += try c.integer("SELECT count(*) FROM things WHERE name = $1", name) ?? 0
                }
                return total
            }
            #expect(total == 2499)
            #expect(try await db.read { try $0.integer("SELECT sum(size) FROM things") } == (0..<2500).filter { $0 % 2 == 1 }.reduce(0, +))
        }
    }

    @Test(arguments: TestEngine.available) func theDatabaseTellsTheTime(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { db async throws in
            let now = try await db.read { try $0.now() }
            #expect(abs((now - Timestamp.now()).inSeconds) < 60)
        }
    }

    @Test(arguments: TestEngine.available) func plansShowTheIndex(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [things]) { db async throws in
            let plan = try await db.read { try $0.plan("SELECT id FROM parts WHERE thing_id = $1 ORDER BY rank", ID.make()) }
            #expect(plan.joined().contains("parts_by_thing"))
        }
    }

    @Test(arguments: TestEngine.available) func textWithNulIsRefused(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [things]) { db async throws in
            let error = await #expect(throws: FoveaError.self) {
                try await db.write { c in try c.execute("INSERT INTO things (id, name) VALUES ($1, $2)", ID.make(), "a\u{0}b") }
            }
            #expect(error?.kind == .invalid)
        }
    }

    @Test(arguments: TestEngine.available) func aSearchTakesEveryCharacterForItself(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [things]) { db async throws in
            try await db.write { c throws in
                for name in ["100% Sure", "1000 sure", "a_b"] { try c.execute("INSERT INTO things (id, name) VALUES ($1, $2)", ID.make(), name) }
            }
            let found = try await db.read { c throws in
                try c.query("SELECT name FROM things WHERE \(c.dialect.matches("name", "$1"))", Dialect.pattern(containing: "0% s")) {
                    try $0.text(0)
                }
            }
            #expect(found == ["100% Sure"])
        }
    }
}
