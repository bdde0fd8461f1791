import Core
import Database

extension Worker {
    /// One attempt at a job, from its start to its written end.
    func perform(_ context: JobContext, _ handler: any JobHandler) async {
        let watch = Stopwatch()
        let task = Task { try await handler.run(context) }
        context.attach(task)
        let timer = context.lease.timeLimit.map { limit in
            Task {
                try? await Task.sleep(for: limit)
                if !Task.isCancelled { context.stop(.deadline) }
            }
        }
        let end = await task.result
        timer?.cancel()
        let frames = await context.close()
        let status = await conclude(context, end, frames)
        logger.info(
            "job.ended",
            ["status": .string(status?.rawValue ?? "lost"), "attempt": .int(Int64(context.attempt)), "milliseconds": .double(watch.milliseconds)])
        // For long logs alone; a failure leaves rows, which are as good.
        do { try await log.compact(context.id, ended: true) } catch { logger.warning("job.log_kept_in_rows", ["reason": .string("\(error)")]) }
    }

    /// Writes the end; nil when the job was no longer ours.
    private func conclude(_ context: JobContext, _ end: Result<JobCompletion, any Error>, _ frames: [JobFrame.Draft]) async -> JobStatus? {
        switch end {
        case .success(let completion):
            do {
                return try await write(context, .succeeded(result: completion.result), frames, completion.commit)
            } catch is JobRefusal {
                return nil
            } catch {
                return await concludeFailure(context, error, frames)
            }
        case .failure(let error):
            return await concludeFailure(context, error, frames)
        }
    }

    private func concludeFailure(_ context: JobContext, _ error: any Error, _ frames: [JobFrame.Draft]) async -> JobStatus? {
        guard let outcome = outcome(of: error, context) else { return nil }
        do { return try await write(context, outcome, frames, nil) } catch is JobRefusal { return nil } catch {
            // Its lease will run out, and another worker will have it.
            logger.error("job.end_not_written", ["reason": .string("\(error)")])
            return nil
        }
    }

    private func outcome(of error: any Error, _ context: JobContext) -> JobOutcome? {
        if error is JobRefusal { return nil }
        switch context.stopReason {
        case .cancelRequested: return .cancelled
        case .shutdown: return .released
        case .lost: return nil
        case .deadline:
            let seconds = context.lease.timeLimit?.inSeconds ?? 0
            return .failed(message: "It was stopped after \(Int(seconds.rounded())) s, the time limit of this kind of job.", retry: false)
        case nil: break
        }
        switch error {
        case let failure as JobFailure: return .failed(message: failure.message, retry: failure.retry)
        case let failure as FoveaError:
            logger.warning("job.failed", ["reason": .string(failure.description)])
            let passing = failure.kind == .unavailable || failure.kind == .timeout || failure.kind == .throttled
            return .failed(message: failure.message, retry: passing)
        default:
            logger.error("job.failed", ["reason": .string("\(error)")])
            return .failed(message: "Something went wrong on our side. The log of the worker names it by this job's id.", retry: true)
        }
    }

    /// Writes the job's end with what it made, however long the database is away; the fencing token keeps that safe.
    private func write(
        _ context: JobContext, _ outcome: JobOutcome, _ frames: [JobFrame.Draft], _ commit: (@Sendable (Connection) throws -> Void)?
    ) async throws -> JobStatus {
        let (queue, lease) = (queue, context.lease)
        var pause = Duration.milliseconds(100)
        while true {
            do {
                return try await database.write { connection in
                    let status = try queue.finish(connection, lease, outcome, frames: frames)
                    try commit?(connection)
                    return status
                }
            } catch let error as FoveaError where error.kind == .unavailable {
                logger.warning("job.end_waits", ["reason": .string(error.description)])
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(2))
            }
        }
    }
}
