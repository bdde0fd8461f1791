import Core
import Database

extension Command {
    static let migrate = Command(
        "migrate", "Bring the database's schema up to date, or back; see where it is", usage: "up|down|status|history|stamp|new [NAME]",
        positionals: 1...2,
        options: [
            .setting("database", "URL", .database),
            .value("to", "NUMBER", "up and stamp: the last migration"),
            .value("steps", "N", "down: how many migrations to undo (1)"),
        ]
    ) { invocation in
        if invocation.positionals[0] == "new" { return try newMigration(invocation) }
        let settings = try Settings.load(invocation)
        let foundations = try Foundations.open(settings, publicURL: "")
        let migrator = try Migrator(foundations.database, Schema.migrations)
        let target = try invocation.int("to", in: 0...99_999)
        switch invocation.positionals[0] {
        case "up": report(try await migrator.up(to: target), "Applied", invocation)
        case "down":
            let steps = try invocation.int("steps", in: 1...1000) ?? 1
            report(try await migrator.down(steps: steps), "Undid", invocation)
        case "stamp":
            try await migrator.stamp(target ?? Schema.migrations.map(\.number).max())
            try await status(migrator, invocation)
        case "status": try await status(migrator, invocation)
        case "history": try await history(migrator, invocation)
        default: throw UsageError("expected up, down, status, history, stamp or new, not \"\(invocation.positionals[0])\"")
        }
    }

    private static func report(_ migrations: [Migration], _ word: String, _ invocation: Invocation) {
        let names = migrations.map { "\($0.number) \($0.name)" }
        invocation.report(
            .object(["migrations": .array(names.map { .string($0) })]),
            text: names.isEmpty ? "Nothing to do." : names.map { "\(word) \($0)" }.joined(separator: "\n"))
    }

    private static func status(_ migrator: Migrator, _ invocation: Invocation) async throws {
        let rows = try await migrator.status()
        let json = rows.map { row in
            JSON.object([
                "number": .int(Int64(row.number)), "name": .string(row.name),
                "applied_at": row.appliedAt.map { .string($0.description) } ?? .null,
            ])
        }
        let lines = rows.map { "\($0.number)  \($0.appliedAt.map(\.description) ?? "missing")  \($0.name)" }
        invocation.report(.object(["items": .array(json)]), text: lines.joined(separator: "\n"))
    }

    private static func history(_ migrator: Migrator, _ invocation: Invocation) async throws {
        let rows = try await migrator.history()
        let json = rows.map { row in
            JSON.object([
                "number": .int(Int64(row.number)), "name": .string(row.name), "action": .string(row.action),
                "at": .string(row.at.description),
            ])
        }
        let lines = rows.map { "\($0.at)  \($0.action)  \($0.number) \($0.name)" }
        invocation.report(.object(["items": .array(json)]), text: lines.joined(separator: "\n"))
    }

    /// Writes the file of a new migration, numbered after the newest, into the current directory.
    private static func newMigration(_ invocation: Invocation) throws {
        guard invocation.positionals.count == 2 else { throw UsageError("`fovea migrate new` needs a NAME") }
        let number = (Schema.migrations.map(\.number).max() ?? 0) + 1
        let file = Migration.scaffold(number: number, name: invocation.positionals[1])
        try Files.createPrivate(Files.absolute(file.fileName), file.text)
        invocation.report(.object(["file": .string(file.fileName)]), text: "Wrote \(file.fileName). Name it in its module's list of migrations.")
    }
}
