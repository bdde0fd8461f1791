import Core
import Detection
import Glibc
import HTTPServer
import TestSupport
import Testing

@testable import Learning

@Suite struct InferTests {
    @Test(arguments: TestEngine.available) func answersForTheDeployedVersion(_ engine: TestEngine) async throws {
        try await PredictionFixture.with(engine) { fixture in
            let answer = await fixture.infer(["model_id": fixture.model, "confidence": "0.4", "iou": "0.5"], file: [2, 9, 9])
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["predictions"]?.array?.count == 2)
            let first = answer.json["predictions"]?.array?.first
            #expect(first?["class_name"]?.string == "cell" && first?["class_id"]?.int == 0)
            #expect(first?["box"] == ["x": 0, "y": 5, "width": 10, "height": 15])
            #expect(answer.json["width"]?.int == 640 && answer.json["height"]?.int == 480)
            #expect(answer.json["version_id"]?.string == fixture.version && answer.json["model_id"]?.string == fixture.model)
            #expect(answer.json["timing_ms"]?["inference"]?.double == 3)
            let asked = fixture.asked.withLock { $0.first }
            #expect(asked?.thresholds == DetectionThresholds(confidence: 0.4, iou: 0.5))
            #expect(asked?.key == SHA256.digest("a model").description)
        }
    }

    @Test func namesEveryWrongField() async throws {
        try await PredictionFixture.with(.sqlite) { fixture in
            let bad = await fixture.infer(["confidence": "1.5", "iou": "x", "save": "true"])
            #expect(bad.status == 422)
            #expect(bad.json["errors"]?.array?.compactMap { $0["field"]?.string } == ["confidence", "iou", "model_id", "file", "save"])
            let large = await fixture.infer(["model_id": fixture.model], file: [UInt8](repeating: 1, count: (5 << 20) + 1))
            #expect(large.status == 413)
            let broken = await fixture.infer(["model_id": fixture.model], file: [200])
            #expect(broken.status == 422 && broken.json["detail"]?.string == "The file is damaged.")
        }
    }

    @Test func letsOnlyThoseAnswerWhoMaySeeTheModel() async throws {
        try await PredictionFixture.with(.sqlite) { fixture in
            #expect(await fixture.infer("eve", ["model_id": fixture.model], file: [1]).status == 404)
            #expect(await fixture.infer("eve", ["version_id": fixture.version], file: [1]).status == 404)
            #expect(await fixture.infer("nobody", ["model_id": fixture.model], file: [1]).status == 401)
            let version = try #require(ID(fixture.version))
            try await fixture.database.write { try $0.execute("UPDATE models SET deployed_version_id = NULL") }
            #expect(await fixture.infer(["model_id": fixture.model], file: [1]).status == 409)
            #expect(await fixture.infer(["version_id": fixture.version], file: [1]).status == 200)
            try await fixture.database.write {
                try $0.execute("UPDATE model_versions SET status = 'FAILED' WHERE id = $1", version)
            }
            #expect(await fixture.infer(["version_id": fixture.version], file: [1]).status == 409)
        }
    }

    @Test func keepsAnAnswerWithItsImageWhenAsked() async throws {
        try await PredictionFixture.with(.sqlite) { fixture in
            let image = try await fixture.image([3])
            let plain = await fixture.infer(["model_id": fixture.model, "image_id": image])
            #expect(plain.status == 200 && plain.json["analysis_id"] == nil)
            let kept = await fixture.infer(["model_id": fixture.model, "image_id": image, "save": "true"])
            let id = try #require(kept.json["analysis_id"]?.string)
            let shown = await fixture.call(.get, "/api/analyses/\(id)").json
            #expect(shown["annotation_count"]?.int == 3 && shown["status"]?.string == "completed")
            #expect(shown["parameters"] == ["confidence": 0.25, "iou": 0.7])
            #expect(await fixture.call("eve", .get, "/api/analyses/\(id)").status == 404)
            #expect(await fixture.infer("eve", ["model_id": fixture.model, "image_id": image]).status == 404)
        }
    }

    /// Too large to be kept in memory, it goes through a file that is gone afterwards, also after a failure.
    @Test(arguments: TestEngine.available) func largePicturesLeaveNothingBehind(_ engine: TestEngine) async throws {
        try await PredictionFixture.with(engine) { fixture in
            for (first, status) in [(UInt8(3), 200), (200, 422)] {
                let picture = [first] + [UInt8](repeating: 7, count: 4 << 20)
                let answer = await fixture.infer(["model_id": fixture.model], file: picture)
                #expect(answer.status == status)
                #expect((answer.json["predictions"]?.array?.count ?? 0) == (status == 200 ? 3 : 0))
            }
            #expect(fixture.inputs.withLock { $0.filter { $0.hasPrefix("/") }.count } == 2)
            for path in fixture.inputs.withLock({ $0 }) { #expect(access(path, F_OK) != 0) }
        }
    }

    @Test func onePersonCannotTakeAllPlaces() async throws {
        let inFlight = InFlight(limit: 2, of: "predictions"), ana = ID.make(), bob = ID.make()
        try await inFlight.run(ana) {
            try await inFlight.run(ana) {
                let error = await #expect(throws: FoveaError.self) { try await inFlight.run(ana) {} }
                #expect(error?.kind == .throttled && error?.retryAfter == 1)
                try await inFlight.run(bob) {}
            }
            // What failed or ended gives its place back.
            await #expect(throws: FoveaError.self) { try await inFlight.run(ana) { throw FoveaError(.invalid, "x") } }
            try await inFlight.run(ana) {}
        }
    }
}
