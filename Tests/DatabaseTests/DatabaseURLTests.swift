import Core
import Database
import Testing

@Suite struct DatabaseURLTests {
    @Test(arguments: [
        ("sqlite:", "/data/fovea.sqlite"), ("sqlite:my.db", "/data/my.db"), ("sqlite:/var/a.db", "/var/a.db"),
        ("sqlite:///var/a.db", "/var/a.db"), ("sqlite:////var/a.db", "/var/a.db"), ("sqlite://a.db", "/data/a.db"),
        ("sqlite+aiosqlite:///var/a.db", "/var/a.db"),
    ]) func sqlitePaths(_ text: String, _ path: String) throws {
        #expect(try DatabaseURL(text, dataDirectory: "/data") == .sqlite(path: path))
    }

    @Test(arguments: ["postgresql", "postgres", "postgresql+asyncpg", "PostgreSQL+psycopg2"]) func postgresSchemes(_ scheme: String) throws {
        let url = try DatabaseURL("\(scheme)://u:p@h:5432/n?sslmode=require", dataDirectory: "/data")
        #expect(url == .postgres(conninfo: "postgresql://u:p@h:5432/n?sslmode=require"))
        #expect(url.masked == "postgresql://u:***@h:5432/n?sslmode=require")
    }

    @Test(arguments: ["mysql://secret@h/n", "fovea.sqlite", "", "sqlite::memory:"]) func othersAreRefusedWithoutRepeatingThem(_ text: String) {
        let error = #expect(throws: FoveaError.self) { try DatabaseURL(text, dataDirectory: "/data") }
        #expect(error?.message.contains("secret") == false)
    }
}
