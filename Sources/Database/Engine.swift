/// What each engine does for `Database`.
protocol Engine: Sendable {
    var dialect: Dialect { get }
    func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value
    func write<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value
    func listen(_ channels: [String], _ handler: @escaping @Sendable (PostgresListener.Message) -> Void) throws -> PostgresListener?
    func close()
}
