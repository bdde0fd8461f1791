import Glibc

/// Structured logging: one JSON object a line, on standard error unless told otherwise. Ids of the request or job at hand
/// come from the task, so that call sites need not carry them.
public struct Logger: Sendable {
    public enum Level: String, Sendable, Comparable, CaseIterable {
        case debug, info, warning, error
        private var rank: Int { Level.allCases.firstIndex(of: self) ?? 0 }
        public static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }
    }

    @TaskLocal public static var context: [(String, JSON)] = []

    public var minimum: Level
    private let write: @Sendable ([UInt8]) -> Void

    public init(minimum: Level = .info, write: @escaping @Sendable ([UInt8]) -> Void) {
        self.minimum = minimum
        self.write = write
    }

    /// Lines go to standard error in one `write` each, so that processes sharing it do not mix them.
    public static func standardError(minimum: Level = .info) -> Logger {
        Logger(minimum: minimum) { line in
            _ = line.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
        }
    }

    public static let silent = Logger(minimum: .error) { _ in }

    public func log(_ level: Level, _ event: String, _ fields: @autoclosure () -> KeyValuePairs<String, JSON> = [:]) {
        guard level >= minimum else { return }
        var writer = JSONWriter(reserving: 256)
        writer.beginObject()
        writer.key("at")
        writer.string(Timestamp.now().description)
        writer.key("level")
        writer.string(level.rawValue)
        writer.key("event")
        writer.string(event)
        for (name, value) in Logger.context {
            writer.key(name)
            writer.value(value)
        }
        for (name, value) in fields() {
            writer.key(name)
            writer.value(value)
        }
        writer.endObject()
        write(writer.bytes + [UInt8(ascii: "\n")])
    }

    public func debug(_ event: String, _ fields: @autoclosure () -> KeyValuePairs<String, JSON> = [:]) { log(.debug, event, fields()) }
    public func info(_ event: String, _ fields: @autoclosure () -> KeyValuePairs<String, JSON> = [:]) { log(.info, event, fields()) }
    public func warning(_ event: String, _ fields: @autoclosure () -> KeyValuePairs<String, JSON> = [:]) { log(.warning, event, fields()) }
    public func error(_ event: String, _ fields: @autoclosure () -> KeyValuePairs<String, JSON> = [:]) { log(.error, event, fields()) }
}
