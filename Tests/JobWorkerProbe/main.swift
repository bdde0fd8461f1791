// A worker in a process of its own, for tests that kill it: takes jobs of kind `stuck`, says so on standard output, and never
// finishes them.
import Core
import Database
import Events
import Glibc
import JobQueue

struct Stuck: JobHandler {
    let kind = "stuck"
    let concurrency = 4

    func run(_ job: JobContext) async throws -> JobCompletion {
        job.log("working")
        let line = Array("took \(job.id)\n".utf8)
        _ = line.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
        while true {
            try await Task.sleep(for: .milliseconds(50))
            try job.checkCancellation()
        }
    }
}

let url = try DatabaseURL(CommandLine.arguments[1], dataDirectory: "/")
let milliseconds = Int(CommandLine.arguments[2]) ?? 10_000
let database = try Database(url)
let events = Events(database)
try await events.start()
let store = JobLogStore(put: { SHA256.digest($0) }, get: { _ in [] })
let options = WorkerOptions(
    lease: .milliseconds(milliseconds), heartbeat: .milliseconds(milliseconds / 3), reapInterval: .milliseconds(milliseconds / 5),
    flushInterval: .milliseconds(100))
let worker = Worker(
    database: database, queue: JobQueue(events), log: JobLog(database, store, events), handlers: [Stuck()], options: options)
await worker.run()
