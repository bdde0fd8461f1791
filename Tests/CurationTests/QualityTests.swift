import Core
import Database
import ImageQuality
import Library
import TestSupport
import Testing

@testable import Curation

/// Measuring, listing by measures, and what is refused.
@Suite struct QualityTests {
    private func noisy(_ step: Int) throws -> [UInt8] {
        try Picture.png(96, 80) { x, y in UInt8(truncatingIfNeeded: 100 + (x * 31 + y * 17 + x * y * step) % (step * 9 + 2)) }
    }

    @Test(arguments: TestEngine.available) func isMeasuredWhenItArrives(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let image = try await fixture.upload("square.png", try Picture.square)
            let before = await fixture.call("vera", .get, "/api/images/\(image)/quality")
            #expect(before.json["status"]?.string == "waiting")
            try await fixture.work()
            let after = await fixture.call("vera", .get, "/api/images/\(image)/quality")
            #expect(after.json["status"]?.string == "measured", "\(after.text)")
            #expect(after.json["metrics"]?["piqe"]?.double != nil)
            #expect(after.json["flags"]?.array?.contains("odd_size") == true)
            #expect(await fixture.call("eve", .get, "/api/images/\(image)/quality").status == 404)
            #expect(await fixture.call("eve", .get, "/api/projects/\(fixture.project)/quality").status == 404)
            #expect(await fixture.call("vera", .post, "/api/projects/\(fixture.project)/quality", [:]).status == 403)
        }
    }

    @Test(arguments: TestEngine.available) func listsSortAndFilterByMeasures(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            var made: [String] = []
            for step in 1...7 { made.append(try await fixture.upload("\(step).png", try noisy(step))) }
            let unmeasured = await fixture.call("ana", .get, "/api/projects/\(fixture.project)/images?sort=noise")
            #expect(unmeasured.json["items"]?.array?.isEmpty == true, "\(unmeasured.text)")
            try await fixture.work()
            let path = "/api/projects/\(fixture.project)/images"
            var noise: [String: Double] = [:]
            for id in made { noise[id] = await fixture.call("ana", .get, "/api/images/\(id)/quality").json["metrics"]?["noise"]?.double }
            try #require(noise.count == 7)
            func listed(_ query: String) async -> [String] {
                let answer = await fixture.call("ana", .get, "\(path)?\(query)")
                return (answer.json["items"]?.array ?? []).compactMap { $0["id"]?.string }
            }
            for sort in ["noise", "-noise"] {
                let wanted = made.sorted { (noise[$0] ?? 0, $0) < (noise[$1] ?? 0, $1) }
                let whole = await listed("sort=\(sort)")
                #expect(whole == (sort == "noise" ? wanted : wanted.reversed()))
                var (walked, cursor): ([String], String?) = ([], nil)
                repeat {
                    let page = await fixture.call("ana", .get, "\(path)?sort=\(sort)&limit=3" + (cursor.map { "&cursor=\($0)" } ?? ""))
                    walked += (page.json["items"]?.array ?? []).compactMap { $0["id"]?.string }
                    cursor = page.json["next_cursor"]?.string
                } while cursor != nil
                #expect(walked == whole)
            }
            let middle = noise.values.sorted()[3]
            #expect(Set(await listed("min_noise=\(middle)")) == Set(made.filter { (noise[$0] ?? 0) >= middle }))
            #expect(Set(await listed("max_noise=\(middle)&sort=noise")) == Set(made.filter { (noise[$0] ?? 0) <= middle }))
            #expect(await listed("min_noise=\(middle)&max_noise=\(middle)").count == 1)
            #expect(Set(await listed("flag=grey")) == Set(made))
            #expect(await listed("flag=bright") == [])
            #expect(await listed("flag=odd_aspect") == [])
            let everywhere = await fixture.call("ana", .get, "/api/images?sort=-noise&flag=grey")
            #expect(everywhere.json["items"]?.array?.count == 7, "\(everywhere.text)")
            let wrong = await fixture.call("ana", .get, "\(path)?min_noise=loud&flag=ugly&sort=beauty")
            #expect(wrong.json["errors"]?.array?.count == 3, "\(wrong.text)")
            let count = await fixture.call("ana", .get, "\(path)/count?min_noise=\(middle)")
            #expect(count.json["count"]?.int == 4)
        }
    }

    @Test(arguments: TestEngine.available) func theOverviewCountsWhatIsThere(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            var made: [String] = []
            for step in 1...5 { made.append(try await fixture.upload("\(step).png", try noisy(step))) }
            try await fixture.work()
            func overview(_ query: String = "") async -> JSON {
                await fixture.call("vera", .get, "/api/projects/\(fixture.project)/quality\(query)").json
            }
            func images(_ flag: String, _ from: JSON) -> Int64? {
                from["flags"]?.array?.first { $0["flag"]?.string == flag }?["images"]?.int
            }
            let first = await overview()
            #expect(first["images"]?.int == 5 && first["measured"]?.int == 5 && first["failed"]?.int == 0)
            #expect(first["job_id"]?.isNull == true)
            for metric in first["metrics"]?.array ?? [] {
                let counts = (metric["histogram"]?["counts"]?.array ?? []).compactMap(\.int)
                #expect(counts.reduce(0, +) == metric["count"]?.int, "\(metric)")
            }
            #expect(images("grey", first) == 5 && images("bright", first) == 0)
            #expect(images("bright", await overview("?bright_above=0.1")) == 5)
            #expect(images("odd_size", await overview("?side_below=97")) == 5)
            let wrong = await fixture.call("vera", .get, "/api/projects/\(fixture.project)/quality?dark_below=2&blurry_below=x")
            #expect(wrong.status == 422 && wrong.json["errors"]?.array?.count == 2)
            _ = await fixture.call("ana", .delete, "/api/images/\(made[0])")
            #expect(await overview()["measured"]?.int == 4)
        }
    }

    /// What came before there was any measuring, what an older version measured, and what cannot be decoded.
    @Test(arguments: TestEngine.available) func whatIsMissingIsMadeUpFor(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let (good, older) = (try await fixture.upload("1.png", try noisy(1)), try await fixture.upload("2.png", try noisy(2)))
            // A header that is right, over pixels that are damaged.
            var bytes = try noisy(3)
            for index in 80..<min(400, bytes.count - 40) { bytes[index] ^= 0x5A }
            let broken = try await fixture.upload("3.png", bytes)
            try await fixture.work()
            let failed = await fixture.call("ana", .get, "/api/images/\(broken)/quality")
            #expect(failed.json["status"]?.string == "failed" && failed.json["error_message"]?.string?.isEmpty == false, "\(failed.text)")
            try await fixture.database.write { connection in
                try connection.execute("DELETE FROM image_quality WHERE image_id = $1", ID(good) ?? ID.make())
                try connection.execute(
                    "UPDATE image_quality SET version = 0, noise = 1234 WHERE image_id = $1", ID(older) ?? ID.make())
            }
            try await fixture.database.write { try fixture.queue.enqueue($0, QualitySweep.schedule.make()) }
            try await fixture.work()
            for id in [good, older] {
                let found = await fixture.call("ana", .get, "/api/images/\(id)/quality").json
                #expect(found["status"]?.string == "measured" && found["version"]?.int == Int64(ImageQuality.version))
                #expect(found["metrics"]?["noise"]?.double != 1234)
            }
            let jobs = try await fixture.database.read { try $0.integer("SELECT count(*) FROM jobs WHERE kind = 'quality'") }
            try await fixture.database.write { try fixture.queue.enqueue($0, QualitySweep.schedule.make()) }
            try await fixture.work()
            #expect(try await fixture.database.read { try $0.integer("SELECT count(*) FROM jobs WHERE kind = 'quality'") } == jobs)

            let again = await fixture.call("ana", .post, "/api/projects/\(fixture.project)/quality", ["again": true])
            #expect(again.status == 202)
            try await fixture.work()
            let job = await fixture.call("ana", .get, "/api/projects/\(fixture.project)/quality")
            #expect(job.json["measured"]?.int == 2 && job.json["failed"]?.int == 1)
            #expect(await fixture.call("ana", .post, "/api/projects/\(fixture.project)/quality", ["again": "yes"]).status == 422)
        }
    }
}
