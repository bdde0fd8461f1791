import Core

extension JobState {
    /// Moves the job, or says why the event does not apply and leaves it as it was.
    public mutating func apply(_ event: JobEvent, at now: Timestamp) throws(JobRefusal) {
        switch event {
        case .submit:
            guard status == .uploading else { throw .status(status) }
            status = .queued
            runAfter = now
        case .claim(let owner, let lease):
            guard status == .queued else { throw .status(status) }
            guard runAfter <= now else { throw .notDue }
            status = .running
            attempt += 1
            fence += 1
            leaseOwner = owner
            leaseExpires = now.advanced(by: lease)
            deadline = timeLimit.map { now.advanced(by: $0) }
        case .renew(let fence, let lease):
            // Also when the lease has run out but nobody else has taken the job: the work is still the only one.
            try holds(fence)
            leaseExpires = now.advanced(by: lease)
        case .succeed(let fence):
            try holds(fence)
            end(.succeeded)
        case .fail(let fence, let retry):
            try holds(fence)
            if cancelRequested {
                end(.cancelled)
            } else if retry && attempt < maxAttempts {
                wait(until: now.advanced(by: backOff))
            } else {
                end(.failed)
            }
        case .stopped(let fence):
            try holds(fence)
            end(.cancelled)
        case .release(let fence):
            try holds(fence)
            attempt -= 1
            if cancelRequested { end(.cancelled) } else { wait(until: now) }
        case .requestCancel:
            switch status {
            case .uploading, .queued: end(.cancelled)
            case .running: cancelRequested = true
            case .succeeded, .failed, .cancelled: throw .status(status)
            }
        case .expire:
            guard status == .running else { throw .status(status) }
            guard let leaseExpires, leaseExpires < now else { throw .leaseHolds }
            if cancelRequested { end(.cancelled) } else if attempt < maxAttempts { wait(until: now) } else { end(.failed) }
        case .retry:
            guard status == .failed || status == .cancelled else { throw .status(status) }
            attempt = 0
            cancelRequested = false
            wait(until: now)
        }
    }

    /// How long to wait before the next attempt: 2, 4, 8 ... seconds, five minutes at most.
    public var backOff: Duration { .seconds(min(300, 1 << min(max(1, attempt), 9))) }

    private func holds(_ token: Int64) throws(JobRefusal) {
        guard status == .running, fence == token else { throw .fenced }
    }

    private mutating func end(_ last: JobStatus) {
        status = last
        leaseOwner = nil
        leaseExpires = nil
        deadline = nil
    }

    private mutating func wait(until moment: Timestamp) {
        end(.queued)
        runAfter = moment
    }
}
