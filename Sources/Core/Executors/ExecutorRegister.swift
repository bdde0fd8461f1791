/// The executors of this process, for its figures: which of them is busy, and which turns calls away.
public enum ExecutorRegister {
    private struct Entry {
        weak var executor: BlockingExecutor?
    }

    private static let entries = Lock<[ObjectIdentifier: Entry]>([:])

    static func add(_ executor: BlockingExecutor) {
        entries.withLock { $0[ObjectIdentifier(executor)] = Entry(executor: executor) }
    }

    static func remove(_ executor: BlockingExecutor) {
        _ = entries.withLock { $0.removeValue(forKey: ObjectIdentifier(executor)) }
    }

    /// Let go of outside the lock: the last to let go removes it here.
    static var all: [BlockingExecutor] { entries.withLock { $0.values.compactMap(\.executor) } }

    public struct Load: Sendable {
        public let name: String
        public let threads: Int
        public let running: Int
        public let waiting: Int
    }

    /// One row a name; executors that share one are added up.
    public static func loads() -> [Load] {
        Dictionary(grouping: all, by: \.name).map { name, executors in
            let loads = executors.map(\.load)
            return Load(
                name: name, threads: executors.reduce(0) { $0 + $1.threadCount }, running: loads.reduce(0) { $0 + $1.running },
                waiting: loads.reduce(0) { $0 + $1.waiting })
        }.sorted { $0.name < $1.name }
    }
}
