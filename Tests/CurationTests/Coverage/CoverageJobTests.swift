import Core
import Database
import HTTPServer
import JobQueue
import Library
import TestSupport
import Testing

@testable import Curation

/// Counting that does not go to its end, and what it leaves.
@Suite struct CoverageJobTests {
    private func described(_ fixture: CurationFixture) async throws {
        for shift in 0..<4 { _ = try await fixture.upload("\(shift).png", try CoverageRouteTests.disc(200, UInt8(shift * 40), 0, at: shift)) }
        let model: JSON = ["model_id": .string(Embedder.descriptorID.description)]
        _ = await fixture.call("ana", .put, "/api/projects/\(fixture.project)/embedding", model)
        try await fixture.work()
    }

    private func start(_ fixture: CurationFixture) async throws -> String {
        let job = await fixture.call("ana", .post, "/api/projects/\(fixture.project)/coverage")
        return try #require(job.json["id"]?.string)
    }

    private func job(_ fixture: CurationFixture, _ id: String) async throws -> (status: String, error: String?) {
        try await fixture.database.read { connection in
            try #require(
                try connection.first("SELECT status, error_message FROM jobs WHERE id = $1", ID(id) ?? .make()) {
                    (try $0.text(0), try $0.optionalText(1))
                })
        }
    }

    @Test(arguments: TestEngine.available) func withoutVectorsLeftItFailsWithTheReasonAndAnotherMayFollow(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            try await described(fixture)
            let doomed = try await start(fixture)
            try await fixture.database.write { try $0.execute("DELETE FROM image_vectors") }
            try await fixture.work()
            let failed = try await job(fixture, doomed)
            #expect(failed.status == "FAILED" && failed.error?.contains("vector") == true)
            let state = await fixture.call("vera", .get, "/api/projects/\(fixture.project)/coverage").json
            #expect(state["job_id"]?.isNull == true && state["counted"]?.int == 0)
            #expect(await fixture.call("ana", .post, "/api/projects/\(fixture.project)/coverage").status == 409)
        }
    }

    /// What an attempt that was cut off had written is written over, and nothing of earlier countings stays.
    @Test(arguments: TestEngine.available) func nothingOfEarlierCountingsStays(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            try await described(fixture)
            let project = try #require(ID(fixture.project))
            let images = try await fixture.database.read { try $0.query("SELECT id FROM images ORDER BY id") { try $0.id(0) } }
            try await fixture.database.write { connection in
                let left = images.map { CoverageStore.Counted(imageID: $0, uniqueness: 7, representativeness: 7) }
                try CoverageStore.put(connection, project: project, job: .make(), left)
                // One of them has no vector any more: nothing will be counted of it.
                try connection.execute("DELETE FROM image_vectors WHERE image_id = $1", images[0])
            }
            _ = try await start(fixture)
            try await fixture.work()
            var found: [ID: Double] = [:]
            for image in images { found[image] = try await fixture.database.read { try CoverageStore.find($0, image)?.uniqueness } }
            #expect(found[images[0]] == nil && found.count == 3 && found.values.allSatisfy { (0...1).contains($0) })
        }
    }

    /// An image that went to another project while it was counted gets no value from here.
    @Test func whatLeftMeanwhileIsPassedOver() async throws {
        try await CurationFixture.with(.sqlite) { fixture in
            try await described(fixture)
            let image = try await fixture.database.read { try $0.first("SELECT id FROM images ORDER BY id") { try $0.id(0) } }
            let id = try #require(image)
            try await fixture.database.write {
                try CoverageStore.put($0, project: .make(), job: .make(), [.init(imageID: id, uniqueness: 1, representativeness: 1)])
            }
            #expect(try await fixture.database.read { try CoverageStore.find($0, id) } == nil)
        }
    }
}
