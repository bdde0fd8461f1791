import CLibPQ
import Core

/// One PostgreSQL connection, used by one thread at a time. It stays in pipeline mode: BEGIN and the preparing of a
/// statement travel with the first execution, and the end of a read is not waited for, so that a read of one statement costs
/// one round trip.
final class PostgresConnection: Connection {
    let handle: OpaquePointer
    private var statements: [String: [PreparedStatement]] = [:]
    private var statementNumber = 0
    private var cursorNumber = 0
    /// BEGIN, not yet sent.
    private var pendingBegin: String?
    /// Pipelines sent whose answers nobody has read.
    private var unread = 0
    private(set) var inTransaction = false
    private static let cacheLimit = 512

    private struct PreparedStatement {
        let types: [Oid]
        let name: String
    }

    /// Connects; throws `unavailable` when the server cannot be reached or turns us away.
    init(conninfo: String, options: PostgresOptions) throws {
        let seconds = max(1, Int(options.connectTimeout.inSeconds))
        // What the URL says comes last and so wins. A dead peer is noticed within some 15 s.
        let parameters: KeyValuePairs<String, String> = [
            "application_name": "fovea", "client_encoding": "UTF8", "connect_timeout": String(seconds), "keepalives_idle": "5",
            "keepalives_interval": "3", "keepalives_count": "3", "tcp_user_timeout": "15000", "dbname": conninfo,
        ]
        guard let handle = Self.connect(parameters) else { throw DatabaseError(.unavailable, "out of memory") }
        guard PQstatus(handle) == CONNECTION_OK else {
            let error = DatabaseError.postgres(connection: handle)
            PQfinish(handle)
            throw error
        }
        self.handle = handle
        super.init(dialect: .postgres)
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        let timeout = options.statementTimeout.microseconds / 1000
        // Exports read whole answers through cursors: plan for all rows, not for the first tenth.
        try runScript("SET statement_timeout = \(timeout); SET idle_in_transaction_session_timeout = '5min'; SET cursor_tuple_fraction = 1")
        guard PQenterPipelineMode(handle) == 1 else { throw DatabaseError.postgres(connection: handle) }
    }

    deinit { PQfinish(handle) }

    private static func connect(_ parameters: KeyValuePairs<String, String>) -> OpaquePointer? {
        var keys: [UnsafePointer<CChar>?] = []
        var values: [UnsafePointer<CChar>?] = []
        var owned: [UnsafeMutablePointer<CChar>] = []
        defer { for pointer in owned { pointer.deallocate() } }
        func copy(_ text: String) -> UnsafePointer<CChar> {
            let bytes = Array(text.utf8CString)
            let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            pointer.update(from: bytes, count: bytes.count)
            owned.append(pointer)
            return UnsafePointer(pointer)
        }
        for (key, value) in parameters {
            keys.append(copy(key))
            values.append(copy(value))
        }
        keys.append(nil)
        values.append(nil)
        return PQconnectdbParams(keys, values, 1)
    }

    var isBroken: Bool { PQstatus(handle) != CONNECTION_OK }

    // MARK: transactions

    func begin(_ sql: String) throws {
        try readLeftovers()
        pendingBegin = sql
        inTransaction = true
    }

    /// Commits and waits for the answer. A transaction in which a statement failed cannot be committed: that is an error.
    func commit() throws {
        defer { inTransaction = false }
        if pendingBegin != nil {
            pendingBegin = nil
            return
        }
        let tag = try simple("COMMIT")
        guard tag == "COMMIT" else {
            throw DatabaseError(.other, "a statement failed inside the transaction and was ignored: nothing was written")
        }
    }

    /// Ends the transaction without waiting for the answer.
    func abandon() {
        defer { inTransaction = false }
        guard pendingBegin == nil else {
            pendingBegin = nil
            return
        }
        guard !isBroken, PQsendQueryParams(handle, "ROLLBACK", 0, nil, nil, nil, nil, 1) == 1, PQpipelineSync(handle) == 1 else { return }
        unread += 1
    }

    private func readLeftovers() throws {
        while unread > 0 {
            unread -= 1
            try collect(1, sql: nil) { _, _ in }
        }
    }

    // MARK: statements

    override func run(_ sql: String, _ values: [SQLValue], _ each: (Row) throws -> Bool) throws -> Int {
        statementCount += 1
        let parameters = try PostgresParameters(values)
        let (statement, isNew) = prepared(sql, parameters.types)
        var ahead = try sendBegin()
        if isNew {
            let sent = PQsendPrepare(handle, statement.name, sql, Int32(parameters.types.count), parameters.types)
            guard sent == 1 else { throw DatabaseError.postgres(connection: handle) }
            ahead += 1
        }
        try send(statement, parameters)
        guard PQpipelineSync(handle) == 1 else { throw DatabaseError.postgres(connection: handle) }
        var changed = 0
        do {
            try collect(ahead + 1, sql: sql) { index, result in
                guard index == ahead else { return }
                changed = try Self.deliver(result, each)
            }
        } catch {
            if isNew { forget(sql, statement) }
            throw error
        }
        return changed
    }

    override func runMany(_ sql: String, _ rows: some Sequence<[SQLValue]>) throws -> Int {
        statementCount += 1
        var changed = 0
        var iterator = rows.makeIterator()
        var next = iterator.next()
        while next != nil {
            // Executions in one pipeline, read back together: their answers are small and libpq reads while it sends.
            var ahead = try sendBegin()
            var sent = 0
            var fresh: [PreparedStatement] = []
            while let values = next, sent < 512 {
                let parameters = try PostgresParameters(values)
                let (statement, isNew) = prepared(sql, parameters.types)
                if isNew {
                    fresh.append(statement)
                    guard PQsendPrepare(handle, statement.name, sql, Int32(parameters.types.count), parameters.types) == 1 else {
                        throw DatabaseError.postgres(connection: handle)
                    }
                    ahead += 1
                }
                try send(statement, parameters)
                sent += 1
                next = iterator.next()
            }
            guard PQpipelineSync(handle) == 1 else { throw DatabaseError.postgres(connection: handle) }
            do {
                try collect(ahead + sent, sql: sql) { _, result in changed += Self.affected(result) }
            } catch {
                for statement in fresh { forget(sql, statement) }
                throw error
            }
        }
        return changed
    }

    private func send(_ statement: PreparedStatement, _ parameters: PostgresParameters) throws {
        let sent = parameters.withPointers { PQsendQueryPrepared(handle, statement.name, $0, $1, $2, $3, 1) }
        guard sent == 1 else { throw DatabaseError.postgres(connection: handle) }
    }

    /// How many answers precede the statement's own.
    private func sendBegin() throws -> Int {
        try readLeftovers()
        guard let begin = pendingBegin else { return 0 }
        guard PQsendQueryParams(handle, begin, 0, nil, nil, nil, nil, 1) == 1 else { throw DatabaseError.postgres(connection: handle) }
        pendingBegin = nil
        return 1
    }

    /// Reads the answers to `count` messages and the end of their pipeline, whatever goes wrong on the way; throws the first
    /// failure, the server's or `body`'s.
    private func collect(_ count: Int, sql: String?, _ body: (Int, OpaquePointer) throws -> Void) throws {
        var failure: (any Error)?
        for index in 0..<count {
            while let result = PQgetResult(handle) {
                defer { PQclear(result) }
                switch PQresultStatus(result) {
                case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                    do { if failure == nil { try body(index, result) } } catch { failure = error }
                case PGRES_PIPELINE_ABORTED: break
                default: failure = failure ?? DatabaseError.postgres(result, sql: sql)
                }
            }
            if isBroken { throw failure ?? DatabaseError.postgres(connection: handle) }
        }
        let end = PQgetResult(handle)
        let isEnd = end != nil && PQresultStatus(end) == PGRES_PIPELINE_SYNC
        PQclear(end)
        if let failure { throw failure }
        guard isEnd else { throw DatabaseError(.unavailable, "the connection lost its place") }
    }

    private static func deliver(_ result: OpaquePointer, _ each: (Row) throws -> Bool) throws -> Int {
        guard PQresultStatus(result) == PGRES_TUPLES_OK else { return affected(result) }
        let rows = PQntuples(result)
        for row in 0..<rows where try !each(Row(storage: .postgres(result, row))) { break }
        return Int(rows)
    }

    private static func affected(_ result: OpaquePointer) -> Int {
        PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// A statement without values or rows, not kept; answers its command tag.
    @discardableResult
    func simple(_ sql: String) throws -> String {
        statementCount += 1
        let ahead = try sendBegin()
        guard PQsendQueryParams(handle, sql, 0, nil, nil, nil, nil, 1) == 1, PQpipelineSync(handle) == 1 else {
            throw DatabaseError.postgres(connection: handle)
        }
        var tag = ""
        try collect(ahead + 1, sql: sql) { _, result in tag = PQcmdStatus(result).map { String(cString: $0) } ?? "" }
        return tag
    }

    // MARK: prepared statements

    private func prepared(_ sql: String, _ types: [Oid]) -> (PreparedStatement, isNew: Bool) {
        if let known = statements[sql]?.first(where: { $0.types == types }) { return (known, false) }
        statementNumber += 1
        let statement = PreparedStatement(types: types, name: "s\(statementNumber)")
        statements[sql, default: []].append(statement)
        return (statement, true)
    }

    private func forget(_ sql: String, _ statement: PreparedStatement) {
        statements[sql]?.removeAll { $0.name == statement.name }
    }

    /// Between transactions: more statements than the program has come from texts built at run time.
    func trimStatements() {
        guard statements.count > Self.cacheLimit, !inTransaction else { return }
        if (try? simple("DEALLOCATE ALL")) != nil { statements = [:] }
    }

    // MARK: large answers

    /// By a cursor, so that `each` may run statements of its own meanwhile.
    override func stream(_ sql: String, _ values: [SQLValue], _ each: (Row) throws -> Void) throws {
        cursorNumber += 1
        let name = "c\(cursorNumber)"
        let parameters = try PostgresParameters(values)
        let ahead = try sendBegin()
        let declare = "DECLARE \(name) NO SCROLL CURSOR FOR \(sql)"
        let sent = parameters.withPointers { count, pointers, lengths, formats in
            PQsendQueryParams(handle, declare, count, parameters.types, pointers, lengths, formats, 1)
        }
        guard sent == 1, PQpipelineSync(handle) == 1 else { throw DatabaseError.postgres(connection: handle) }
        try collect(ahead + 1, sql: sql) { _, _ in }
        statementCount += 1
        while true {
            guard PQsendQueryParams(handle, "FETCH 1000 FROM \(name)", 0, nil, nil, nil, nil, 1) == 1, PQpipelineSync(handle) == 1 else {
                throw DatabaseError.postgres(connection: handle)
            }
            let page = Page()
            try collect(1, sql: sql) { _, result in page.keep(result) }
            guard page.count > 0 else { break }
            for row in 0..<page.count { try each(page.row(row)) }
        }
        try simple("CLOSE \(name)")
    }

    override func explain(_ sql: String, _ values: [SQLValue]) throws -> [String] {
        try simple("SET LOCAL enable_seqscan = off")
        var lines: [String] = []
        _ = try run("EXPLAIN (COSTS OFF) \(sql)", values) { row in
            lines.append(try row.text(0))
            return true
        }
        return lines
    }

    // MARK: outside pipeline mode

    /// Pipeline mode knows neither scripts nor COPY.
    private func outsidePipeline<Result>(_ body: () throws -> Result) throws -> Result {
        if let begin = pendingBegin {
            pendingBegin = nil
            try simple(begin)
        }
        try readLeftovers()
        guard PQpipelineStatus(handle) != PQ_PIPELINE_OFF else { return try body() }
        guard PQexitPipelineMode(handle) == 1 else { throw DatabaseError.postgres(connection: handle) }
        defer { _ = PQenterPipelineMode(handle) }
        return try body()
    }

    override func runScript(_ sql: String) throws {
        try outsidePipeline {
            let result = PQexec(handle, sql)
            defer { PQclear(result) }
            let status = PQresultStatus(result)
            guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY else {
                throw isBroken ? DatabaseError.postgres(connection: handle) : DatabaseError.postgres(result, sql: sql)
            }
        }
    }

    override func copy(_ table: String, _ columns: [String], _ rows: some Sequence<[SQLValue]>) throws -> Int {
        statementCount += 1
        let sql = "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)"
        return try outsidePipeline { try PostgresCopy.run(handle, sql, columns: columns.count, rows) }
    }
}

/// A result that outlives the reading of its pipeline.
private final class Page {
    private var results: [OpaquePointer] = []

    /// libpq frees what `collect` has seen; rows are kept by a copy of the result.
    func keep(_ result: OpaquePointer) {
        if let copy = PQcopyResult(result, PG_COPYRES_ATTRS | PG_COPYRES_TUPLES) { results.append(copy) }
    }

    var count: Int32 { results.first.map { PQntuples($0) } ?? 0 }
    func row(_ index: Int32) -> Row { Row(storage: .postgres(results[0], index)) }
    deinit { for result in results { PQclear(result) } }
}
