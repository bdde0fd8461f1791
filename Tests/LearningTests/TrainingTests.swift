import Core
import Database
import Foundation
import HTTPServer
import JobQueue
import Testing
import TestSupport

@testable import Learning

@Suite struct TrainingRouteTests {
    @Test(arguments: TestEngine.available) func wrongRequestsNameTheirFields(_ engine: TestEngine) async throws {
        try await LearningFixture.with(engine) { fixture in
            let project = try await fixture.project()
            try await fixture.addPicture(project, 1)
            let dataset = await fixture.call("owner", .post, "/api/projects/\(project)/datasets", ["name": "v"]).json["id"]?.string ?? ""
            let wrong = await fixture.call(
                "owner", .post, "/api/training",
                ["dataset_id": .string(dataset), "base_model": "resnet", "epochs": 0, "img_size": 100, "device": "tpu", "learning_rate": 0])
            let fields = Set(wrong.json["errors"]?.array?.compactMap { $0["field"]?.string } ?? [])
            #expect(wrong.status == 422 && fields == ["base_model", "epochs", "img_size", "device", "learning_rate"])
            let body: JSON = ["dataset_id": .string(dataset), "base_model": "yolov8n", "epochs": 3, "img_size": 64]
            #expect(await fixture.call("other", .post, "/api/training", body).status == 404)
            let asProject: JSON = ["dataset_id": .string(project), "base_model": "yolov8n", "epochs": 3]
            #expect(await fixture.call("owner", .post, "/api/training", asProject).status == 422)
            let run = await fixture.call("owner", .post, "/api/training", body)
            #expect(run.status == 201 && run.json["status"] == "pending" && run.json["name"] == "Squares yolov8n" && run.json["batch_size"] == 1)
            let id = run.json["id"]?.string ?? ""
            #expect(await fixture.call("other", .get, "/api/training/\(id)").status == 404)
            #expect(await fixture.call("owner", .get, "/api/training").json["items"]?.array?.count == 1)
            #expect(await fixture.call("other", .get, "/api/training").json["items"]?.array?.count == 0)
            #expect(await fixture.call("owner", .post, "/api/training/\(id)/cancel").json["status"] == "cancelled")
            #expect(await fixture.call("owner", .post, "/api/training/\(id)/resume").json["status"] == "pending")
            let options = await fixture.call("other", .get, "/api/training/options").json
            #expect(options["base_models"]?.array?.count == 10)
            #expect(options["trainer"]?["ready"] == .bool(LearningFixture.python != nil))
        }
    }
}

/// With the real trainer; skipped where `scripts/setup-trainer` has not been run.
@Suite(.serialized, .enabled(if: LearningFixture.python != nil, "the trainer's environment is not set up"))
struct TrainingRunTests {
    private func begin(_ fixture: LearningFixture, epochs: Int) async throws -> String {
        let project = try await fixture.project()
        for seed in 0..<14 { try await fixture.addPicture(project, seed, split: seed < 10 ? "train" : "val") }
        let dataset = await fixture.call("owner", .post, "/api/projects/\(project)/datasets", ["name": "v"]).json["id"]?.string ?? ""
        let run = await fixture.call(
            "owner", .post, "/api/training",
            [
                "dataset_id": .string(dataset), "base_model": "yolov8n", "epochs": .int(Int64(epochs)), "img_size": 64, "device": "cpu",
                "name": "Tiny", "patience": 0,
            ])
        return run.json["id"]?.string ?? run.text
    }

    private func run(_ fixture: LearningFixture, _ id: String) async -> JSON { await fixture.call("owner", .get, "/api/training/\(id)").json }

    private func wait(_ fixture: LearningFixture, _ id: String, until: (JSON) -> Bool) async throws -> JSON {
        while true {
            let json = await run(fixture, id)
            if until(json) { return json }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func isOver(_ json: JSON) -> Bool { ["completed", "failed", "cancelled"].contains(json["status"]?.string ?? "") }

    @Test(arguments: TestEngine.available) func aRunEndsAsAModelVersion(_ engine: TestEngine) async throws {
        try await LearningFixture.with(engine) { fixture in
            let worker = fixture.worker()
            let task = Task { await worker.run() }
            let id = try await begin(fixture, epochs: 2)
            let run = try await wait(fixture, id, until: isOver)
            let log = await fixture.call("owner", .get, "/api/training/\(id)/logs?limit=10000").json
            #expect(run["status"] == "completed", "\(run.text) \(log.text.suffix(3000))")
            #expect(run["current_epoch"] == 2 && run["pretrained"] == false && run["notes"]?.array?.isEmpty == false)
            let metrics = await fixture.call("owner", .get, "/api/training/\(id)/metrics").json["items"]?.array ?? []
            #expect(metrics.map { $0["epoch"] } == [1, 2] && metrics.allSatisfy { $0["train"]?["box_loss"]?.double != nil })
            let frames = log["items"]?.array ?? []
            #expect(frames.filter { $0["type"] == "metric" }.count == 2)
            #expect(frames.first?["data"]?["status"] == "RUNNING" && frames.last?["data"]?["status"] == "SUCCEEDED")
            let version = await fixture.call("owner", .get, "/api/models/versions/\(run["model_version_id"]?.string ?? "")").json
            #expect(version["status"] == "READY" && version["training_id"]?.string == id && version["dataset_id"] == run["dataset_id"])
            #expect(version["class_names"] == ["dark", "light"] && version["img_size"] == 64 && version["version_number"] == "1")
            let digest = try #require(Digest(hex: version["sha256"]?.string ?? ""))
            #expect(try await fixture.store.size(digest).map(Int.init) == version["size_bytes"]?.int.map(Int.init))
            #expect(!FileManager.default.fileExists(atPath: "\(fixture.directory)/work/training/\(id)"))
            worker.stop()
            await task.value
        }
    }

    /// Cancelled in the middle, then resumed: it goes on where it was.
    @Test func aCancelledRunIsResumed() async throws {
        try await LearningFixture.with(.sqlite) { fixture in
            let worker = fixture.worker()
            let task = Task { await worker.run() }
            let id = try await begin(fixture, epochs: 40)
            _ = try await wait(fixture, id) { ($0["current_epoch"]?.int ?? 0) >= 2 || isOver($0) }
            #expect(await fixture.call("owner", .post, "/api/training/\(id)/cancel").status == 200)
            let cancelled = try await wait(fixture, id, until: isOver)
            #expect(cancelled["status"] == "cancelled")
            let reached = cancelled["current_epoch"]?.int ?? 0
            #expect(reached >= 2 && reached < 40)
            // Another machine: this one's folder is gone, the kept checkpoint is not.
            try FileManager.default.removeItem(atPath: "\(fixture.directory)/work/training/\(id)")
            #expect(await fixture.call("owner", .post, "/api/training/\(id)/resume").status == 200)
            let resumed = try await wait(fixture, id) { ($0["current_epoch"]?.int ?? 0) > reached || isOver($0) }
            #expect(resumed["status"] == "running", "\(resumed.text)")
            let epochs = await fixture.call("owner", .get, "/api/training/\(id)/metrics").json["items"]?.array?.compactMap { $0["epoch"]?.int } ?? []
            #expect(epochs == Array(1...Int64(epochs.count)))
            #expect(await fixture.call("owner", .post, "/api/training/\(id)/cancel").status == 200)
            _ = try await wait(fixture, id, until: isOver)
            worker.stop()
            await task.value
        }
    }

    /// The trainer is killed: the run fails and says so.
    @Test func aKilledTrainerIsAFailedRun() async throws {
        try await LearningFixture.with(.sqlite) { fixture in
            let worker = fixture.worker()
            let task = Task { await worker.run() }
            let id = try await begin(fixture, epochs: 1000)
            _ = try await wait(fixture, id) { ($0["current_epoch"]?.int ?? 0) >= 1 || isOver($0) }
            let find = Process()
            find.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            // Its request names the run's own folder nowhere on the command line: it is found by its working parent, this process.
            find.arguments = ["ps", "-o", "pid=,args=", "--ppid", "\(ProcessInfo.processInfo.processIdentifier)"]
            let output = Pipe()
            find.standardOutput = output
            try find.run()
            let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).split(separator: "\n")
            find.waitUntilExit()
            let trainer = lines.first { $0.contains("fovea_trainer train") }.flatMap { Int32($0.split(separator: " ")[0]) }
            kill(try #require(trainer), SIGKILL)
            let run = try await wait(fixture, id, until: isOver)
            #expect(run["status"] == "failed" && run["error_message"]?.string?.contains("signal 9") == true, "\(run.text)")
            worker.stop()
            await task.value
        }
    }
}
