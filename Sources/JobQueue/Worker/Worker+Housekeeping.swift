import Core
import Database

extension Worker {
    /// Keeps the leases of what is at work.
    func heartbeat() async {
        let contexts = contexts
        guard !contexts.isEmpty else { return }
        let leases = contexts.map { (id: $0.id, fence: $0.lease.fence) }
        let (queue, duration) = (queue, options.lease)
        do {
            let renewals = try await database.write { try queue.renew($0, leases, lease: duration) }
            for context in contexts {
                switch renewals[context.id] {
                case .lost: context.stop(.lost)
                case .cancelRequested: context.stop(.cancelRequested)
                case .renewed, nil: break
                }
            }
        } catch {
            // They go on computing: should the leases run out meanwhile, the fencing token decides.
            logger.warning("worker.heartbeat_failed", ["reason": .string("\(error)")])
        }
    }

    /// Writes logs and progress of what is at work.
    func flush() async {
        var entries: [(lease: JobLease, frames: [JobFrame.Draft], progress: (Double, String?)?)] = []
        let contexts = Dictionary(uniqueKeysWithValues: contexts.map { ($0.id, $0) })
        for context in contexts.values {
            if let pending = context.beginFlush() { entries.append((context.lease, pending.frames, pending.progress)) }
        }
        guard !entries.isEmpty else { return }
        do {
            let held = try await log.append(entries)
            for entry in entries { contexts[entry.lease.id]?.endFlush() }
            for (id, isHeld) in held where !isHeld { contexts[id]?.stop(.lost) }
        } catch {
            logger.warning("worker.log_waits", ["reason": .string("\(error)")])
            for entry in entries { contexts[entry.lease.id]?.endFlush(unwritten: (entry.frames, entry.progress)) }
            return
        }
        for entry in entries {
            do { try await log.compact(entry.lease.id, ended: false) } catch {
                logger.warning("job.log_kept_in_rows", ["reason": .string("\(error)")])
            }
        }
    }

    /// Looks after dead workers' jobs, schedules and old events until cancelled.
    func reap() async {
        var state = ReaperState(lease: options.lease, tolerance: options.reapInterval * 2 + .seconds(1))
        let start = ContinuousClock.now
        var swept = start
        let (queue, schedules) = (queue, schedules)
        while !Task.isCancelled {
            do {
                let (now, isDue) = try await database.read { (try $0.now(), try queue.isAnyDue($0, schedules)) }
                if state.reached(local: start.duration(to: .now), database: now) { try await expire() }
                if isDue { try await database.write { try queue.enqueueDue($0, schedules) } }
                if swept.duration(to: .now) > .seconds(60) {
                    swept = .now
                    try await queue.events.prune()
                }
            } catch {
                state.failed()
                logger.warning("worker.reap_failed", ["reason": .string("\(error)")])
            }
            try? await Task.sleep(for: options.reapInterval)
        }
    }

    private func expire() async throws {
        let queue = queue
        guard try await database.read({ try queue.hasExpired($0) }) else { return }
        for (id, status) in try await database.write({ try queue.expire($0) }) {
            logger.warning("job.worker_lost", ["job": .string(id.description), "status": .string(status.rawValue)])
        }
    }
}
