import Core
import TestSupport
import Testing

@testable import Library

@Suite struct ReviewTests {
    @Test(arguments: TestEngine.available) func whatIsSentBackComesFirstInItsAnnotatorsQueue(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let images = try await team.images(3)
            _ = await team.assign(["ann"], ["image_ids": strings(images)])
            #expect(await team.draw("ann", at: "/api/images/\(images[1])", [box(10, 10)]) == 200)
            #expect(await team.set("ann", images[1], "DONE") == 200)
            #expect(await team.queue("ann") == [images[0], images[2]])
            #expect((await team.queue("rob", kind: "review")) == [images[1]])
            #expect((await team.call("ann", .get, "/api/projects/\(team.project)/queue?kind=review")).status == 403)
            #expect((await team.review("ann", images[1], "APPROVED")).status == 403)

            let sent = await team.review("rob", images[1], "NEEDS_REVISION", "The left cell is missing")
            #expect(sent.status == 200 && sent.json["status"] == "IN_PROGRESS" && sent.json["review_status"] == "NEEDS_REVISION")
            #expect(await team.queue("ann") == [images[1], images[0], images[2]])
            #expect((await team.queue("rob", kind: "review")) == [])
            let said = (await team.call("ann", .get, "/api/images/\(images[1])/reviews")).json["items"]?.array?.first
            #expect(said?["comment"] == "The left cell is missing" && said?["reviewer"] == "rob" && said?["annotator"] == "ann")
            #expect(said?["annotation_count"]?.int == 1 && said?["is_stale"] == false)
            let mine = (await team.call("ann", .get, "/api/queue")).json["items"]?.array?.first
            #expect(mine?["returned"]?.int == 1 && mine?["to_label"]?.int == 3)

            #expect(await team.draw("ann", at: "/api/images/\(images[1])", [box(50, 50)]) == 200)
            #expect(await team.set("ann", images[1], "DONE") == 200)
            #expect(await team.queue("rob", kind: "review") == [images[1]])
            #expect((await team.review("rob", images[1], "APPROVED")).json["status"] == "DONE")
            let all = (await team.call("ann", .get, "/api/images/\(images[1])/reviews")).json["items"]?.array ?? []
            #expect(all.map { $0["verdict"] } == ["APPROVED", "NEEDS_REVISION"] && all.map { $0["is_stale"] } == [false, true])
            let byRob = await team.call("vic", .get, "/api/projects/\(team.project)/images?reviewer_id=\(team.ids["rob"] ?? "")")
            #expect(byRob.json["items"]?.array?.count == 1)
            #expect((await team.call("mia", .get, "/api/projects/\(team.project)")).json["done_count"]?.int == 1)
        }
    }

    @Test(arguments: TestEngine.available) func anEditAfterApprovalAsksForAnotherReview(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let image = try await team.images(1)[0]
            _ = await team.call(
                "mia", .post, "/api/projects/\(team.project)/assignments",
                ["kind": "review", "user_ids": .array([team.id("rob")]), "images": ["image_ids": strings([image])]])
            #expect(await team.set("ann", image, "DONE") == 200)
            #expect(await team.queue("rob", kind: "review") == [image])
            // Given to rob, it is no other reviewer's.
            #expect(await team.queue("mia", kind: "review") == [])
            _ = await team.review("rob", image, "APPROVED")
            func assignment() async -> JSON? {
                (await team.call("mia", .get, "/api/projects/\(team.project)/assignments")).json["items"]?.array?.first
            }
            #expect(await assignment()?["done_count"]?.int == 1)
            #expect(await team.draw("ben", at: "/api/images/\(image)", [box(1, 1)]) == 200)
            let now = (await team.call("vic", .get, "/api/images/\(image)")).json
            #expect(now["review_status"] == "UNREVIEWED" && now["status"] == "DONE")
            #expect((await team.call("vic", .get, "/api/images/\(image)/reviews")).json["items"]?.array?.first?["is_stale"] == true)
            #expect(await team.queue("rob", kind: "review") == [image])
            #expect((await assignment())?["done_count"]?.int == 0)
            // Sending the same again changes nothing, so nothing is asked for.
            _ = await team.review("rob", image, "APPROVED")
            #expect((await team.call("ben", .patch, "/api/images/\(image)/annotations", ["ops": []])).status == 200)
            #expect((await team.call("vic", .get, "/api/images/\(image)")).json["review_status"] == "APPROVED")
        }
    }

    /// Nobody was given the image: it goes back to the one who last changed it, while they are here.
    @Test(arguments: TestEngine.available) func withoutATaskItGoesToWhoLabelledIt(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let images = try await team.images(2)
            for (image, name) in zip(images, ["ann", "ben"]) {
                #expect(await team.draw(name, at: "/api/images/\(image)", [box(1, 1)]) == 200)
                #expect(await team.set(name, image, "DONE") == 200)
            }
            #expect((await team.call("mia", .delete, "/api/projects/\(team.project)/members/\(team.ids["ben"] ?? "")")).status == 204)
            let bulk = await team.call(
                "rob", .patch, "/api/images/review", ["image_ids": strings(images), "review_status": "REJECTED", "comment": "blurred"])
            #expect(bulk.json["updated"]?.int == 2)
            #expect(await team.queue("ann") == [images[0]])
            let report = (await team.call("mia", .get, "/api/projects/\(team.project)/team")).json
            let people = Dictionary(uniqueKeysWithValues: (report["people"]?.array ?? []).map { ($0["username"]?.string ?? "", $0) })
            #expect(people["ann"]?["labelled"]?.int == 1 && people["ann"]?["changes"]?.int == 1 && people["ann"]?["returned_share"]?.double == 1)
            #expect(people["rob"]?["reviewed"]?.int == 2 && people["rob"]?["returned_share"]?.isNull == true)
            #expect(report["days"]?.array?.last?["labelled"]?.int == 2 && report["days"]?.array?.last?["returned"]?.int == 2)
            // Others see themselves alone.
            let own = (await team.call("ann", .get, "/api/projects/\(team.project)/team")).json["people"]?.array
            #expect(own?.map { $0["username"] } == ["ann"])
        }
    }

    @Test(arguments: TestEngine.available) func wrongReviewsAreRefused(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let image = try await team.images(1)[0], path = "/api/images/\(image)/review"
            for body: JSON in [["review_status": "FINE"], ["review_status": "APPROVED", "comment": 7], [:]] {
                #expect((await team.call("rob", .patch, path, body)).status == 422, "\(body.text)")
            }
            let long = String(repeating: "x", count: 4001)
            #expect((await team.review("rob", image, "REJECTED", long)).status == 422)
            #expect((await team.review("sam", image, "APPROVED")).status == 404)
            #expect((await team.call("rob", .get, "/api/images/\(image)/reviews")).json["items"]?.array?.isEmpty == true)
        }
    }

    @Test func timeAtWorkLeavesBreaksOut() async throws {
        try await Team.with(.sqlite) { team in
            let project = try #require(ID(team.project)), ann = try #require(ID(team.ids["ann"] ?? "")), start = Timestamp(seconds: 1_900_000_000)
            try await team.fixture.database.write { connection in
                for seconds in [0, 60, 90, 4000, 4100] {
                    try WorkDay.add(connection, project, ann, Work(changes: 1), at: start.advanced(by: .seconds(seconds)))
                }
                try WorkDay.add(connection, project, ann, Work(approved: 1, isOwn: false), at: start.advanced(by: .seconds(4200)))
                let report = try TeamReport.load(connection, project, from: WorkDay.day(start), only: nil)
                #expect(report.people.map(\.seconds) == [190] && report.people.map(\.changes) == [5] && report.people.map(\.approved) == [1])
            }
        }
    }
}
