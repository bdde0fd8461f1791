import Core

/// Which database, from `DATABASE_URL`.
///
/// - `sqlite:` alone: `fovea.sqlite` in the data directory. `sqlite:relative/path`, `sqlite:/absolute/path`,
///   `sqlite://relative`, `sqlite:///absolute`, `sqlite:////absolute`; `sqlite+aiosqlite:` is the same. Relative paths start
///   at the data directory.
/// - `postgresql://user:password@host:port/name?parameters`, `postgres://`, and with a driver's name as Python programs write
///   it (`postgresql+asyncpg://`).
public enum DatabaseURL: Sendable, Equatable {
    case sqlite(path: String)
    /// In libpq's own form (it reads URLs).
    case postgres(conninfo: String)

    public init(_ text: String, dataDirectory: String) throws {
        guard let colon = text.firstIndex(of: ":") else { throw Self.wrong(text) }
        let scheme = text[..<colon].lowercased().split(separator: "+").first.map(String.init) ?? ""
        var rest = text[text.index(after: colon)...]
        switch scheme {
        case "sqlite":
            if rest.contains(":memory:") {
                throw FoveaError(.invalid, "DATABASE_URL: a database in memory cannot be shared between processes; name a file.")
            }
            if rest.hasPrefix("//") { rest = rest.dropFirst(2) }
            while rest.hasPrefix("//") { rest = rest.dropFirst() }
            let path = rest.isEmpty || rest == "/" ? "fovea.sqlite" : String(rest)
            self = .sqlite(path: path.hasPrefix("/") ? path : "\(dataDirectory)/\(path)")
        case "postgresql", "postgres":
            guard rest.hasPrefix("//") else { throw Self.wrong(text) }
            self = .postgres(conninfo: "postgresql:\(rest)")
        default: throw Self.wrong(text)
        }
    }

    /// As it may be handed to another process, password and all.
    public var text: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres(let conninfo): conninfo
        }
    }

    /// For logs: without a password.
    public var masked: String {
        switch self {
        case .sqlite(let path): return "sqlite:\(path)"
        case .postgres(let url):
            guard let at = url.lastIndex(of: "@"), let slashes = url.firstIndex(of: "/") else { return url }
            let user = url[slashes..<at].split(separator: ":").first.map(String.init) ?? "//"
            return url[..<slashes] + user + (url[slashes..<at].contains(":") ? ":***" : "") + url[at...]
        }
    }

    /// Never repeats the text: it may hold a password.
    private static func wrong(_ text: String) -> FoveaError {
        FoveaError(.invalid, "DATABASE_URL must start with sqlite: or postgresql:// (as sqlite:fovea.sqlite or postgresql://user@host/fovea).")
    }
}
