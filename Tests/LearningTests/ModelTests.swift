import Core
import Database
import HTTPServer
import JobQueue
import ObjectStorage
import Testing
import TestSupport

@testable import Learning

@Suite struct ModelTests {
    private func upload(_ fixture: LearningFixture, _ model: String, _ number: String, _ bytes: [UInt8]?) async throws -> String {
        let ticket = await fixture.call("owner", .post, "/api/models/versions", ["model_id": .string(model), "version_number": .string(number)])
        let id = ticket.json["version_id"]?.string ?? ticket.text
        #expect(ticket.json["upload_url"]?.string?.hasPrefix("http://localhost:8000/") == true)
        if let bytes, let version = ID(id) {
            let key = try #require(try await fixture.database.read { try ModelVersionStore.staging($0, version) })
            let writer = try await fixture.store.stage()
            try await writer.write(bytes)
            try await fixture.store.deposit(try await writer.finish(), at: key)
        }
        let build = await fixture.call("owner", .post, "/api/models/versions/\(id)/build")
        #expect(build.status == 202 && build.json["status"] == "BUILDING", "\(build.text)")
        return id
    }

    private func settled(_ fixture: LearningFixture, _ version: String) async throws -> JSON {
        while true {
            let json = await fixture.call("owner", .get, "/api/models/versions/\(version)").json
            if json["status"] == "READY" || json["status"] == "FAILED" { return json }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test(arguments: TestEngine.available) func anUploadedDetectorBecomesReadyAndIsDeployed(_ engine: TestEngine) async throws {
        try await LearningFixture.with(engine) { fixture in
            let worker = fixture.worker()
            let task = Task { await worker.run() }
            let created = await fixture.call("owner", .post, "/api/models", ["name": "Finder"])
            #expect(created.status == 201)
            let model = created.json["id"]?.string ?? ""
            let early = await fixture.call("owner", .post, "/api/models/\(model)/deploy", [:])
            #expect(early.status == 409)
            let bytes: [UInt8] = [8] + Array("an onnx file".utf8)
            let good = try await upload(fixture, model, "1", bytes)
            let bad = try await upload(fixture, model, "2", Array("PK zip".utf8))
            let empty = try await upload(fixture, model, "3", nil)
            let ready = try await settled(fixture, good)
            #expect(ready["status"] == "READY" && ready["class_names"] == ["a", "b"] && ready["sha256"]?.string == SHA256.digest(bytes).description)
            #expect(try await settled(fixture, bad)["error_message"] == "The file is no ONNX model.")
            #expect(try await settled(fixture, empty)["error_message"] == "Nothing was uploaded.")
            let twice = await fixture.call("owner", .post, "/api/models/versions", ["model_id": .string(model), "version_number": "1"])
            #expect(twice.status == 409)

            let deployed = await fixture.call("owner", .post, "/api/models/\(model)/deploy", [:]).json
            #expect(deployed["version_id"]?.string == good && deployed["endpoint"] == "/api/predictions/infer")
            #expect(await fixture.call("owner", .post, "/api/models/\(model)/deploy", ["version_id": .string(bad)]).status == 409)
            let file = await fixture.call("owner", .get, "/api/models/versions/\(good)/download")
            #expect(file.bytes == bytes && file.headers["Content-Disposition"]?.contains("Finder-1.onnx") == true)

            let usage = ModelUsage(fixture.database)
            let version = try #require(ID(good))
            for milliseconds in 1...100 { usage.record(version, milliseconds: Double(milliseconds)) }
            usage.record(version, milliseconds: nil)
            usage.record(.make(), milliseconds: 5)
            try await usage.flush()
            let metrics = await fixture.call("owner", .get, "/api/models/\(model)/metrics").json
            #expect(metrics["requests"] == 101 && metrics["errors"] == 1)
            let p50 = metrics["latency_ms"]?["p50"]?.double ?? 0, p95 = metrics["latency_ms"]?["p95"]?.double ?? 0
            #expect((40...60).contains(p50) && (80...115).contains(p95))

            #expect(await fixture.call("owner", .delete, "/api/models/versions/\(good)").status == 204)
            let after = await fixture.call("owner", .get, "/api/models/\(model)").json
            #expect(after["deployed_version_id"] == .null && after["version_count"] == 2)
            worker.stop()
            await task.value
        }
    }

    @Test(arguments: TestEngine.available) func modelsAreSeenByTheirOwnerTheProjectOrAll(_ engine: TestEngine) async throws {
        try await LearningFixture.with(engine) { fixture in
            let project = try await fixture.project()
            func make(_ body: JSON) async -> String { await fixture.call("owner", .post, "/api/models", body).json["id"]?.string ?? "" }
            let own = await make(["name": "own"])
            let shared = await make(["name": "shared", "project_id": .string(project)])
            let open = await make(["name": "open", "is_public": true])
            func names(_ user: String, _ query: String = "") async -> [String] {
                await fixture.call(user, .get, "/api/models\(query)").json["items"]?.array?.compactMap { $0["name"]?.string } ?? ["no list"]
            }
            #expect(await names("owner") == ["open", "shared", "own"])
            #expect(await names("other") == ["open"])
            #expect(await names("root") == ["open", "shared", "own"])
            #expect(await names("owner", "?project_id=\(project)") == ["shared"])
            #expect(await fixture.call("other", .get, "/api/models?project_id=\(project)").status == 404)
            for id in [own, shared] {
                #expect(await fixture.call("other", .get, "/api/models/\(id)").status == 404)
                #expect(await fixture.call("other", .patch, "/api/models/\(id)", ["name": "x"]).status == 404)
                #expect(await fixture.call("other", .delete, "/api/models/\(id)").status == 404)
            }
            #expect(await fixture.call("other", .get, "/api/models/\(open)").status == 200)
            #expect(await fixture.call("other", .patch, "/api/models/\(open)", ["name": "x"]).status == 403)
            #expect(await fixture.call("other", .post, "/api/models", ["name": "x", "project_id": .string(project)]).status == 404)
            #expect(await fixture.call("owner", .patch, "/api/models/\(own)", ["description": "d"]).json["description"] == "d")
            #expect(await fixture.call("owner", .delete, "/api/models/\(own)").status == 204)
            #expect(await fixture.call("owner", .get, "/api/models/\(own)").status == 404)

            // That everybody sees the project makes its models nobody's but its members'.
            #expect(await fixture.call("owner", .patch, "/api/projects/\(project)", ["is_public": true]).status == 200)
            #expect(await fixture.call("other", .get, "/api/projects/\(project)").status == 200)
            #expect(await fixture.call("other", .get, "/api/models/\(shared)").status == 404)
            #expect(await names("other", "?project_id=\(project)") == [])
            #expect(await fixture.call("owner", .patch, "/api/projects/\(project)", ["is_public": false]).status == 200)

            // Who made a project's model and leaves the project leaves the model too.
            try await fixture.database.write { connection in
                try connection.execute("DELETE FROM members WHERE project_id = $1", ID(project))
            }
            for method in [HTTPMethod.get, .patch, .delete] {
                let body: JSON? = method == .patch ? ["name": "x"] : nil
                #expect(await fixture.call("owner", method, "/api/models/\(shared)", body).status == 404)
            }
            #expect(await names("owner") == ["open"])
        }
    }
}
