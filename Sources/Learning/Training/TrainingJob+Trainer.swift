import Core
import Database
import Glibc
import JobQueue
import Processes

extension TrainingJob {
    /// Cancelling must end within five seconds, whatever the trainer does.
    private static let grace: Duration = .seconds(5)

    /// Starts the trainer and follows it to its end.
    func train(_ job: JobContext, _ run: TrainingRun, _ request: TrainerRequest) async throws -> Outcome {
        try job.checkCancellation()
        // `--lifeline`: it stops when our end of its input closes, so it never outlives the worker.
        let child = try await program.start(["train", "--request", "-", "--lifeline"], input: .pipe)
        return try await withTaskCancellationHandler {
            defer { child.input?.close() }
            try await child.input?.write(Array("\(request.line)\n".utf8))
            async let complaints: Void = Self.keep(child.errors, job)
            let end = try await follow(child, job, run)
            let status = await child.wait()
            await complaints
            try job.checkCancellation()
            return try Self.outcome(end, status)
        } onCancel: {
            Task { await child.terminate(grace: Self.grace) }
        }
    }

    /// Whatever libraries print is the run's raw log.
    private static func keep(_ lines: LineStream, _ job: JobContext) async {
        for await line in lines {
            let text = TerminalText.plain(line)
            if !text.isEmpty { job.log(text, .stderr) }
        }
    }

    private struct End {
        var exported: TrainerEvent.Exported?
        var completed: JSON?
        var failure: String?
    }

    private func follow(_ child: ChildProcess, _ job: JobContext, _ run: TrainingRun) async throws -> End {
        var end = End()
        var epochs = run.epochs
        do {
            for await line in child.output where !line.isEmpty {
                switch TrainerEvent(line: line) {
                case .started(let pretrained, let resumedFrom, let batchSize, let notes):
                    for note in notes { job.log(note) }
                    try await write(job) { connection, id in
                        try TrainingStore.restart(connection, id, from: resumedFrom ?? 0)
                        try TrainingStore.started(connection, id, pretrained: pretrained, batchSize: batchSize, notes: notes)
                    }
                case .batch(let epoch, let total, let batch, let batches):
                    epochs = max(1, total)
                    let within = Double(batch) / Double(max(1, batches))
                    job.progress((Double(epoch - 1) + within) / Double(epochs), "Epoch \(epoch) of \(epochs)")
                case .epoch(let metrics, let total, let isBest):
                    epochs = max(1, total)
                    job.metric(metrics.json)
                    job.progress(Double(metrics.epoch) / Double(epochs), "Epoch \(metrics.epoch) of \(epochs)")
                    let best = isBest ? Self.best(metrics) : nil
                    try await write(job) { try TrainingStore.add($0, $1, metrics, best: best) }
                case .log(_, let text): job.log(text, .stdout)
                case .exported(let exported): end.exported = exported
                case .completed(let json): end.completed = json
                case .failed(_, let reason, let detail):
                    end.failure = reason
                    if let detail { job.log(detail, .stderr) }
                case .cancelled(let reason): end.failure = "The trainer stopped (\(reason))."
                case .other: break
                }
            }
        } catch {
            // Nobody reads it any more: it must not go on.
            await child.terminate(grace: Self.grace)
            throw error
        }
        return end
    }

    private static func best(_ metrics: EpochMetrics) -> (map: Double, map50: Double)? {
        guard let val = try? JSON.parse(metrics.val.text), let map = val["map"]?.double ?? val["top1"]?.double else { return nil }
        return (map, val["map50"]?.double ?? val["top5"]?.double ?? map)
    }

    /// Writes about the run, as long as it is this worker's. A database that is away for a while only delays.
    private func write(_ job: JobContext, _ body: @escaping @Sendable (Connection, ID) throws -> Void) async throws {
        let lease = job.lease
        while true {
            do {
                return try await database.write { connection in
                    try lease.check(connection)
                    try body(connection, lease.id)
                }
            } catch let error as FoveaError where error.kind == .unavailable {
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    private static func outcome(_ end: End, _ status: ExitStatus) throws -> Outcome {
        if let failure = end.failure { throw JobFailure(failure) }
        if let completed = end.completed, let exported = end.exported { return Outcome(exported: exported, completed: completed) }
        let memory = status.signal == SIGKILL ? " It may have run out of memory: try a smaller batch or image size." : ""
        throw JobFailure("The trainer ended before it was done (\(status)).\(memory)")
    }
}
