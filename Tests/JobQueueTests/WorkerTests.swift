import Core
import Database
import Foundation
import Testing
import TestSupport

@testable import JobQueue

@Suite(.serialized) struct WorkerTests {
    private func add(_ bench: Bench, _ job: NewJob) async throws -> ID {
        try await bench.database.write { [bench] in try bench.queue.enqueue($0, job) }
    }

    @Test(arguments: TestEngine.available) func aJobIsDoneAndWhatItMadeIsThere(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let worker = bench.worker([
                Doing { job in
                    job.log("begin")
                    job.progress(0.5, "half way")
                    job.metric(["epoch": 1])
                    let id = job.id
                    return JobCompletion(["answer": 42]) { c in try c.execute("INSERT INTO done (job_id) VALUES ($1)", id) }
                }
            ])
            try await running(worker) {
                let id = try await add(bench, NewJob(kind: "work", title: "t"))
                let job = try await bench.wait(id, for: .succeeded)
                #expect(job.result.text == #"{"answer":42}"# && job.startedAt != nil && job.finishedAt != nil)
                #expect(try await bench.database.read { try $0.exists("SELECT 1 FROM done WHERE job_id = $1", id) })
                let frames = try await bench.frames(id)
                #expect(frames.compactMap { $0["type"]?.string } == ["state", "log", "metric", "progress", "state"])
                #expect(frames.map { $0["offset"] } == (0..<5).map { JSON.int($0) })
            }
        }
    }

    @Test(arguments: TestEngine.available) func failuresSayWhyAndRetriesHappen(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let worker = bench.worker([
                Doing("hopeless") { _ in throw JobFailure("predict.py was not found") },
                Doing("flaky") { job in
                    if job.attempt == 1 { throw JobFailure("not yet", retry: true) }
                    return JobCompletion("done")
                },
                Doing("conflict") { job in
                    JobCompletion { c in try c.execute("INSERT INTO nowhere (id) VALUES ($1)", job.id) }
                },
            ])
            try await running(worker) {
                let hopeless = try await add(bench, NewJob(kind: "hopeless", title: "t"))
                let flaky = try await add(bench, NewJob(kind: "flaky", title: "t"))
                let conflict = try await add(bench, NewJob(kind: "conflict", title: "t"))
                #expect(try await bench.wait(hopeless, for: .failed).errorMessage == "predict.py was not found")
                let broken = try await bench.wait(conflict, for: .failed)
                #expect(broken.errorMessage?.contains("nowhere") == false)
                #expect(try await bench.wait(flaky, for: .succeeded).attempt == 2)
            }
        }
    }

    @Test(arguments: TestEngine.available) func cancellingStopsARunningJob(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let worker = bench.worker([
                Doing { _ in
                    try await Task.sleep(for: .seconds(3600)); return JobCompletion()
                }
            ])
            try await running(worker) {
                let id = try await add(bench, NewJob(kind: "work", title: "t"))
                _ = try await bench.wait(id, for: .running)
                try await bench.database.write { [bench] in try bench.queue.cancel($0, id) }
                #expect(try await bench.wait(id, for: .cancelled).errorMessage == nil)
            }
        }
    }

    @Test(arguments: TestEngine.available) func aJobThatTakesTooLongIsStopped(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let worker = bench.worker([
                Doing { _ in
                    try await Task.sleep(for: .seconds(3600)); return JobCompletion()
                }
            ])
            try await running(worker) {
                let id = try await add(bench, NewJob(kind: "work", title: "t", timeLimit: .milliseconds(1000)))
                let job = try await bench.wait(id, for: .failed)
                #expect(job.errorMessage?.contains("1 s") == true && job.attempt == 1)
            }
        }
    }

    @Test(arguments: TestEngine.available) func aWorkerThatLeavesGivesItsJobsBack(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let id = try await add(bench, NewJob(kind: "work", title: "t"))
            try await running(
                bench.worker([
                    Doing { _ in
                        try await Task.sleep(for: .seconds(3600)); return JobCompletion()
                    }
                ])
            ) {
                _ = try await bench.wait(id, for: .running)
            }
            let job = try #require(try await bench.job(id))
            #expect(job.status == .queued && job.attempt == 0)
            try await running(bench.worker([Doing { _ in JobCompletion("second") }])) {
                let done = try await bench.wait(id, for: .succeeded)
                #expect(done.attempt == 1)
            }
        }
    }

    /// Two workers, each job adds a row that may be there once: a job done twice would fail.
    @Test(arguments: TestEngine.available) func twoWorkersNeverCompleteAJobTwice(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let handler = Doing(concurrency: 8) { job in
                let id = job.id
                return JobCompletion { c in try c.execute("INSERT INTO done (job_id) VALUES ($1)", id) }
            }
            try await bench.database.write { [bench] c throws in
                try bench.queue.enqueue(c, (0..<200).map { NewJob(kind: "work", title: "\($0)") })
            }
            try await running(bench.worker([handler]), bench.worker([handler])) {
                while try await bench.database.read({ try $0.integer("SELECT count(*) FROM done") }) != 200 {
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
            let counts = try await bench.database.read { [bench] in try bench.queue.counts($0) }
            #expect(counts.map { "\($0.status.rawValue) \($0.count)" } == ["SUCCEEDED 200"])
            #expect(try await bench.database.read { try $0.integer("SELECT count(*) FROM jobs WHERE attempt <> 1") } == 0)
        }
    }

    /// A worker in another process is killed in the middle of a job: another finishes it.
    @Test(arguments: TestEngine.available) func aKilledWorkersJobGoesToAnother(_ engine: TestEngine) async throws {
        let options = WorkerOptions()
        #expect(options.lease + options.reapInterval + .seconds(1) < .seconds(15), "a dead worker is noticed within 15 s")
        try await withDatabaseURL(engine) { url in
            let database = try Database(url)
            defer { database.close() }
            try await Migrator(database, Bench.migrations).up()
            let bench = Bench(database)
            try await bench.events.start()
            defer { bench.events.stop() }
            let id = try await add(bench, NewJob(kind: "stuck", title: "t"))
            let probe = Process()
            probe.executableURL = Bundle.main.bundleURL.appendingPathComponent("job-worker-probe")
            probe.arguments = [url.text, "2000"]
            let output = Pipe()
            probe.standardOutput = output
            try probe.run()
            let taken = output.fileHandleForReading.availableData
            #expect(String(decoding: taken, as: UTF8.self).contains(id.description))
            kill(probe.processIdentifier, SIGKILL)
            probe.waitUntilExit()
            #expect(try await bench.job(id)?.status == .running)
            try await running(bench.worker([Doing("stuck") { _ in JobCompletion("rescued") }])) {
                let job = try await bench.wait(id, for: .succeeded)
                #expect(job.attempt == 2 && job.result.text == "\"rescued\"")
            }
        }
    }
}
