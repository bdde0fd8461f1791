import Core
import TestSupport
import Testing

@Suite struct BatchTests {
    @Test(arguments: TestEngine.available) func analysesEveryImageOnceAndPeopleAcceptThem(_ engine: TestEngine) async throws {
        try await PredictionFixture.with(engine) { fixture in
            var images: [String] = []
            for count in [2, 0, 200, 5] as [UInt8] { images.append(try await fixture.image([count])) }
            let answer = await fixture.call(
                .post, "/api/predictions/batch", ["model_id": .string(fixture.model), "project_id": .string(fixture.project)])
            #expect(answer.status == 202, "\(answer.text)")
            let job = try #require(answer.json["job_id"]?.string)
            let ended = try await fixture.finish(job)
            #expect(ended.status == "SUCCEEDED")
            #expect(ended.result == ["images": 4, "predictions": 7, "failed": 1])

            let listed = await fixture.call(.get, "/api/images/\(images[0])/analyses").json["items"]?.array ?? []
            #expect(listed.count == 1)
            #expect(listed.first?["model_name"]?.string == "Finder" && listed.first?["model_version"]?.string == "7")
            let failed = await fixture.call(.get, "/api/images/\(images[2])/analyses").json["items"]?.array?.first
            #expect(failed?["status"]?.string == "failed" && failed?["error_message"]?.string == "The file is damaged.")

            let id = try #require(listed.first?["id"]?.string)
            let shapes = await fixture.call(.get, "/api/analyses/\(id)/annotations").json["items"]?.array ?? []
            #expect(shapes.first?["data"] == ["x_min": 0, "y_min": 5, "x_max": 10, "y_max": 20])
            #expect(shapes.compactMap { $0["ordering"]?.int } == [0, 1])

            let one: JSON = ["annotation_ids": .array([shapes[1]["id"] ?? .null])]
            #expect(await fixture.call(.post, "/api/analyses/\(id)/accept", one).json["accepted"]?.int == 1)
            #expect(await fixture.call(.post, "/api/analyses/\(id)/accept", [:]).json["accepted"]?.int == 1)
            #expect(await fixture.call(.post, "/api/analyses/\(id)/accept", [:]).json["accepted"]?.int == 0)
            let annotations = await fixture.call(.get, "/api/images/\(images[0])/annotations").json["items"]?.array ?? []
            #expect(annotations.count == 2)
            #expect(annotations.allSatisfy { $0["is_prediction"]?.bool == false && $0["confidence"]?.double != nil })
        }
    }

    @Test func namedImagesAloneAndOnlyByManagers() async throws {
        try await PredictionFixture.with(.sqlite) { fixture in
            let (first, second) = (try await fixture.image([1]), try await fixture.image([2]))
            let body: JSON = ["version_id": .string(fixture.version), "image_ids": [.string(first)], "confidence": 0.5]
            _ = await fixture.call(
                .post, "/api/projects/\(fixture.project)/members", ["username": "bob", "role": "reviewer"])
            #expect(await fixture.call("bob", .post, "/api/predictions/batch", body).status == 403)
            #expect(await fixture.call("eve", .post, "/api/predictions/batch", body).status == 404)
            let job = try #require(await fixture.call(.post, "/api/predictions/batch", body).json["job_id"]?.string)
            #expect(try await fixture.finish(job).result["images"]?.int == 1)
            #expect(await fixture.call(.get, "/api/images/\(second)/analyses").json["items"]?.array?.isEmpty == true)
            let empty = await fixture.call(.post, "/api/predictions/batch", [:])
            #expect(empty.json["errors"]?.array?.compactMap { $0["field"]?.string } == ["model_id", "project_id"])

            // A reviewer accepts where the project has the label, and is told where it lacks it.
            let listed = await fixture.call(.get, "/api/images/\(first)/analyses").json["items"]?.array ?? []
            let id = try #require(listed.first?["id"]?.string)
            try await fixture.database.write { try $0.execute("UPDATE labels SET name = 'other'") }
            let refused = await fixture.call("bob", .post, "/api/analyses/\(id)/accept", [:])
            #expect(refused.status == 422 && refused.json["detail"]?.string?.contains("cell") == true)
            #expect(await fixture.call(.post, "/api/analyses/\(id)/accept", [:]).json["accepted"]?.int == 1)
        }
    }
}
