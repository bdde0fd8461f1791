import Core
import Glibc
import Database
import Identity

extension Command {
    static let user = Command(
        "user", "Make accounts, list them, set passwords", usage: "create NAME | list | reset-password NAME", positionals: 1...2,
        options: [
            .setting("database", "URL", .database),
            .value("email", "ADDRESS", "create: the account's e-mail address (NAME@localhost)"),
            .value("password", "TEXT", "Made and shown when left out; `-` reads a line from standard input"),
            .flag("admin", "create: an administrator"),
        ]
    ) { invocation in
        let accounts = try await accounts(invocation)
        switch invocation.positionals[0] {
        case "list": try await list(accounts, invocation)
        case "create":
            let (password, isMade) = try password(invocation)
            let name = try name(invocation)
            let user = try await accounts.create(
                username: name, email: invocation.value("email") ?? "\(name)@localhost.localdomain", password: password,
                isAdministrator: invocation.has("admin"))
            report(user.username, user.role.rawValue, isMade ? password : nil, "Made", invocation)
        case "reset-password":
            let (password, isMade) = try password(invocation)
            try await accounts.resetPassword(of: try name(invocation), to: password)
            report(try name(invocation), nil, isMade ? password : nil, "Set the password of", invocation)
        default: throw UsageError("expected create, list or reset-password, not \"\(invocation.positionals[0])\"")
        }
    }

    private static func accounts(_ invocation: Invocation) async throws -> Accounts {
        let settings = try Settings.load(invocation)
        let foundations = try Foundations.open(settings, publicURL: "")
        try await foundations.migrate()
        return Identity(database: foundations.database, options: .init(secret: settings.secret), projectOf: [:]).accounts
    }

    private static func name(_ invocation: Invocation) throws -> String {
        guard invocation.positionals.count == 2 else { throw UsageError("a NAME is needed") }
        return invocation.positionals[1]
    }

    private static func password(_ invocation: Invocation) throws -> (String, isMade: Bool) {
        guard let given = invocation.value("password") else { return (SecureRandom.token(12), true) }
        if given != "-" { return (given, false) }
        guard let line = readLine() else { throw UsageError("no password came on standard input") }
        return (line, false)
    }

    private static func report(_ name: String, _ role: String?, _ password: String?, _ word: String, _ invocation: Invocation) {
        let json: JSON = .object([
            "username": .string(name), "role": role.map { .string($0) } ?? .null, "password": password.map { .string($0) } ?? .null,
        ])
        let shown = password.map { "\nPassword: \($0)   (shown this once)" } ?? ""
        invocation.report(json, text: "\(word) \(name)\(role == "admin" ? ", an administrator" : "").\(shown)")
    }

    private static func list(_ accounts: Accounts, _ invocation: Invocation) async throws {
        let users = try await accounts.list()
        let json = users.map { user in
            JSON.object([
                "id": .string(user.id.description), "username": .string(user.username), "email": .string(user.email),
                "role": .string(user.role.rawValue), "is_active": .bool(user.isActive),
            ])
        }
        let lines = users.map { "\($0.username)  \($0.email)  \($0.role.rawValue)\($0.isActive ? "" : "  suspended")" }
        invocation.report(.object(["items": .array(json)]), text: lines.joined(separator: "\n"))
    }
}

extension Foundations {
    /// Brings the schema up to date and the store into being: what every command that writes does first.
    func migrate() async throws {
        try await Migrator(database, Schema.migrations).up()
        try await blobs.prepare()
    }
}
