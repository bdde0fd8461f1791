/// Which models stay in memory: a value without models, locks or clocks.
///
/// An entry in use is never dropped. When the entries together exceed the budget, those that nobody uses go, the longest
/// unused first.
struct CachePlan<Key: Hashable & Sendable>: Sendable {
    private struct Entry {
        var bytes: Int
        var users: Int
        var lastUse: Int
    }

    let budget: Int
    private var entries: [Key: Entry] = [:]
    private var clock = 0

    init(budget: Int) { self.budget = budget }

    var bytes: Int { entries.values.reduce(0) { $0 + $1.bytes } }
    var keys: Set<Key> { Set(entries.keys) }
    func users(of key: Key) -> Int { entries[key]?.users ?? 0 }
    func bytes(of key: Key) -> Int { entries[key]?.bytes ?? 0 }

    /// Adds an entry with one user and names those to drop for it.
    mutating func add(_ key: Key, bytes: Int) -> [Key] {
        clock += 1
        entries[key] = Entry(bytes: bytes, users: 1, lastUse: clock)
        return trim()
    }

    /// One user more; false when there is no such entry.
    mutating func use(_ key: Key) -> Bool {
        clock += 1
        guard entries[key] != nil else { return false }
        entries[key]?.users += 1
        entries[key]?.lastUse = clock
        return true
    }

    /// One user less; names those to drop now.
    mutating func release(_ key: Key) -> [Key] {
        clock += 1
        entries[key]?.users -= 1
        entries[key]?.lastUse = clock
        return trim()
    }

    /// Drops an entry that nobody uses; false when it is in use or unknown.
    mutating func remove(_ key: Key) -> Bool {
        guard let entry = entries[key], entry.users == 0 else { return false }
        entries[key] = nil
        return true
    }

    private mutating func trim() -> [Key] {
        var dropped: [Key] = []
        while bytes > budget, let oldest = entries.filter({ $0.value.users == 0 }).min(by: { $0.value.lastUse < $1.value.lastUse }) {
            entries[oldest.key] = nil
            dropped.append(oldest.key)
        }
        return dropped
    }
}
