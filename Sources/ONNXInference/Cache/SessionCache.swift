import Core
import Glibc

/// Models kept open between requests. Opening one blocks only those who ask for that model; requests for others go on.
///
/// For threads that may block (the engine's): tasks reach it through a `BlockingExecutor`.
///
/// `@unchecked Sendable`: all state is touched only under `mutex`.
public final class SessionCache<Model: Sendable>: @unchecked Sendable {
    private enum Slot {
        case loading
        case ready(Model)
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var slots: [String: Slot] = [:]
    private var plan: CachePlan<String>
    private let memory: @Sendable (Model) -> Int

    /// - Parameters:
    ///   - budget: bytes that models may take together; one model in use may exceed it.
    ///   - memory: what a model takes, bytes.
    public init(budget: Int, memory: @escaping @Sendable (Model) -> Int) {
        plan = CachePlan(budget: budget)
        self.memory = memory
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Lends the model to `body`, opening it by `load` when it is not open yet. It stays open while any body uses it.
    public func with<Result>(_ key: String, load: () throws -> Model, _ body: (Model) throws -> Result) throws -> Result {
        let model = try acquire(key, load)
        defer { release(key) }
        return try body(model)
    }

    /// Drops a model that nobody uses; false when it is in use or not open.
    @discardableResult
    public func drop(_ key: String) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard plan.remove(key) else { return false }
        slots[key] = nil
        return true
    }

    /// The models that are open: key and bytes.
    public var contents: [(key: String, bytes: Int)] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return plan.keys.sorted().map { ($0, plan.bytes(of: $0)) }
    }

    private func acquire(_ key: String, _ load: () throws -> Model) throws -> Model {
        pthread_mutex_lock(mutex)
        while true {
            switch slots[key] {
            case .ready(let model):
                _ = plan.use(key)
                pthread_mutex_unlock(mutex)
                return model
            case .loading: pthread_cond_wait(changed, mutex)
            case nil:
                slots[key] = .loading
                pthread_mutex_unlock(mutex)
                return try open(key, load)
            }
        }
    }

    private func open(_ key: String, _ load: () throws -> Model) throws -> Model {
        let result = Result { try load() }
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        switch result {
        case .success(let model):
            slots[key] = .ready(model)
            for old in plan.add(key, bytes: memory(model)) { slots[old] = nil }
        case .failure: slots[key] = nil
        }
        return try result.get()
    }

    private func release(_ key: String) {
        pthread_mutex_lock(mutex)
        let dropped = plan.release(key)
        var closing: [Slot?] = []
        for old in dropped { closing.append(slots.removeValue(forKey: old)) }
        pthread_mutex_unlock(mutex)
        // Closing a session takes time, so it happens outside the lock.
        closing.removeAll()
    }
}
