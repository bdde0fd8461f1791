import Core

/// A transaction at work. It belongs to the closure that `Database.read` or `write` hands it to and is used there alone, on
/// the engine's own thread; everything here blocks that thread and nothing else.
///
/// Statements are written once, in the subset that both engines share, with `$1`, `$2`, ... for values; what differs comes
/// from `dialect`. Statements are prepared once a connection and kept.
public class Connection {
    public let dialect: Dialect
    /// How many statements this connection has run: tests hold features to a budget of them.
    public internal(set) var statementCount = 0
    private var commitHooks: [@Sendable () -> Void] = []
    private var savepointDepth = 0

    init(dialect: Dialect) { self.dialect = dialect }

    /// Runs one statement, handing each row of its answer to `each` until that answers false; answers the number of rows
    /// that it changed.
    func run(_ sql: String, _ values: [SQLValue], _ each: (Row) throws -> Bool) throws -> Int {
        preconditionFailure("an engine's connection overrides this")
    }

    /// As `run` for answers that may not fit in memory.
    func stream(_ sql: String, _ values: [SQLValue], _ each: (Row) throws -> Void) throws {
        preconditionFailure("an engine's connection overrides this")
    }

    func explain(_ sql: String, _ values: [SQLValue]) throws -> [String] {
        preconditionFailure("an engine's connection overrides this")
    }

    /// Runs one statement for each list of values.
    func runMany(_ sql: String, _ rows: some Sequence<[SQLValue]>) throws -> Int {
        var changed = 0
        for row in rows { changed += try run(sql, row, ignoringRows) }
        return changed
    }

    /// Rows into a table by the fastest way that the engine has.
    func copy(_ table: String, _ columns: [String], _ rows: some Sequence<[SQLValue]>) throws -> Int {
        let places = (1...columns.count).map { "$\($0)" }.joined(separator: ", ")
        return try runMany("INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))", rows)
    }

    /// Statements one after the other, without values: for migrations.
    func runScript(_ sql: String) throws {
        preconditionFailure("an engine's connection overrides this")
    }
}

extension Connection {
    /// Runs `work` once this transaction has been committed, and not at all when it is rolled back: for waking whoever
    /// waits for what was written. It runs on the database's thread, so it must be short.
    public func onCommit(_ work: @escaping @Sendable () -> Void) { commitHooks.append(work) }

    func takeCommitHooks() -> [@Sendable () -> Void] {
        defer { commitHooks = [] }
        return commitHooks
    }

    /// A part of the transaction that can fail alone: when `body` throws, what it wrote is undone, the error goes on, and
    /// the transaction stays usable.
    public func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        let name = "part\(savepointDepth)"
        let hooks = commitHooks.count
        _ = try run("SAVEPOINT \(name)", [], ignoringRows)
        savepointDepth += 1
        defer { savepointDepth -= 1 }
        do {
            let result = try body()
            _ = try run("RELEASE SAVEPOINT \(name)", [], ignoringRows)
            return result
        } catch {
            commitHooks.removeLast(commitHooks.count - hooks)
            _ = try run("ROLLBACK TO SAVEPOINT \(name)", [], ignoringRows)
            _ = try run("RELEASE SAVEPOINT \(name)", [], ignoringRows)
            throw error
        }
    }
}

/// For statements whose rows nobody wants.
func ignoringRows(_ row: Row) throws -> Bool { true }
