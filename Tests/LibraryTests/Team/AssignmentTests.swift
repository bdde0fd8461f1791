import Core
import Database
import TestSupport
import Testing

@testable import Library

@Suite struct AssignmentTests {
    @Test(arguments: TestEngine.available) func imagesAreSplitEvenlyAndEachQueueIsItsOwn(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let images = try await team.images(5)
            let made = await team.assign(["ann", "ben"], ["image_ids": strings(images)], ["note": "Cells only", "due_at": "2030-01-02T00:00:00Z"])
            #expect(made.status == 201, "\(made.text)")
            #expect(made.json["assigned"]?.int == 5)
            #expect(await team.queue("ann") == [images[0], images[2], images[4]])
            #expect(await team.queue("ben") == [images[1], images[3]])
            #expect(await team.queue("rob") == [])

            // One who finishes does not shift what the other has; the order stays.
            #expect(await team.set("ann", images[0], "DONE") == 200)
            #expect(await team.queue("ann") == [images[2], images[4]])
            #expect((await team.queue("ben")) == [images[1], images[3]])
            let listed = (await team.call("vic", .get, "/api/projects/\(team.project)/assignments")).json["items"]?.array ?? []
            let counts = Dictionary(
                uniqueKeysWithValues: listed.map { ($0["username"]?.string ?? "", [$0["done_count"]?.int, $0["image_count"]?.int]) })
            #expect(counts == ["ann": [1, 3], "ben": [0, 2]])
            #expect(listed.first?["note"] == "Cells only" && listed.first?["due_at"] == "2030-01-02T00:00:00Z")
            // Taken back, it is to be done again.
            #expect(await team.set("mia", images[0], "IN_PROGRESS") == 200)
            #expect(await team.queue("ann").first == images[0])

            let mine = (await team.call("ann", .get, "/api/queue")).json["items"]?.array
            #expect(mine?.count == 1 && mine?.first?["to_label"]?.int == 3 && mine?.first?["to_review"]?.int == 0)
            #expect(mine?.first?["due_at"] == "2030-01-02T00:00:00Z")
            let pages = await team.call("ann", .get, "/api/projects/\(team.project)/queue?limit=2")
            let cursor = try #require(pages.json["next_cursor"]?.string)
            let rest = await team.call("ann", .get, "/api/projects/\(team.project)/queue?limit=2&cursor=\(cursor)")
            #expect(rest.json["items"]?.array?.first?["image"]?["id"]?.string == images[4] && rest.json["next_cursor"]?.isNull == true)
        }
    }

    @Test(arguments: TestEngine.available) func theNextByAFilterAreThoseThatNobodyHas(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let images = try await team.images(6)
            #expect(await team.set("mia", images[0], "DONE") == 200)
            let next: JSON = ["filter": ["status": "NEW", "sort": "created_at"], "count": 2]
            #expect((await team.assign(["ann"], next)).json["assigned"]?.int == 2)
            #expect((await team.assign(["ben"], next)).json["assigned"]?.int == 2)
            #expect(await team.queue("ann") == [images[1], images[2]])
            #expect((await team.queue("ben")) == [images[3], images[4]])
            // Named images that somebody has are left out, or moved when that is asked for.
            let skipped = await team.assign(["ben"], ["image_ids": strings([images[1], images[5]])])
            #expect(skipped.json["assigned"]?.int == 1 && skipped.json["skipped"]?.int == 1)
            let moved = await team.assign(["ben"], ["image_ids": strings([images[1]])], ["move": true])
            #expect(moved.json["assigned"]?.int == 1)
            #expect(await team.queue("ann") == [images[2]])
            let unassigned = await team.call("ann", .get, "/api/projects/\(team.project)/images?assigned=false")
            #expect(unassigned.json["items"]?.array?.compactMap { $0["id"]?.string } == [images[0]])
            let bens = await team.call("ann", .get, "/api/projects/\(team.project)/images?assignee_id=\(team.ids["ben"] ?? "")")
            #expect(bens.json["items"]?.array?.count == 4)
        }
    }

    @Test(arguments: TestEngine.available) func twoManagersAtOnceGiveEachImageOnce(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            _ = try await team.images(20)
            let given = await withTaskGroup(of: Int.self) { group in
                for name in ["ann", "ben", "rob", "mia"] {
                    group.addTask { Int((await team.assign([name], ["count": 5])).json["assigned"]?.int ?? 0) }
                }
                return await group.reduce(0, +)
            }
            var all: [String] = []
            for name in ["ann", "ben", "rob", "mia"] { all += await team.queue(name) }
            #expect(given == 20 && Set(all).count == 20)
        }
    }

    @Test(arguments: TestEngine.available) func reassigningMovesWhatIsOpen(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let images = try await team.images(3)
            let made = await team.assign(["ann"], ["image_ids": strings(images)])
            let id = try #require(made.json["assignments"]?.array?.first?["id"]?.string)
            #expect(await team.set("ann", images[0], "DONE") == 200)
            // Somebody else's assignment is not theirs to change, nor their own.
            for name in ["ann", "ben", "rob"] {
                #expect((await team.call(name, .patch, "/api/assignments/\(id)", ["user_id": team.id("ben")])).status == 403)
                #expect((await team.call(name, .delete, "/api/assignments/\(id)")).status == 403)
            }
            let changed = await team.call("mia", .patch, "/api/assignments/\(id)", ["user_id": team.id("ben"), "note": "yours now"])
            #expect(changed.json["username"] == "ben" && changed.json["note"] == "yours now" && changed.json["done_count"]?.int == 1)
            #expect(await team.queue("ann") == [])
            #expect((await team.queue("ben")) == [images[1], images[2]])
            #expect((await team.call("mia", .delete, "/api/assignments/\(id)")).status == 204)
            #expect(await team.queue("ben") == [])
            #expect((await team.assign(["ann"], ["image_ids": strings(images)])).json["assigned"]?.int == 3)
        }
    }

    @Test(arguments: TestEngine.available) func onlyMembersWhoMayDoTheWorkAreGivenIt(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let images = try await team.images(1)
            let refused = await team.assign(["sam", "vic", "ann"], ["image_ids": strings(images)])
            #expect(refused.status == 422)
            #expect(refused.text.contains("user_ids[0]") && refused.text.contains("user_ids[1]") && !refused.text.contains("user_ids[2]"))
            #expect((await team.assign(["ann"], ["image_ids": strings(images)], ["kind": "review"])).status == 422)
            let other = try await team.fixture.project(of: "sam"), foreign = try await team.fixture.image(in: other.id)
            let mixed = await team.assign(["ann"], ["image_ids": strings([images[0], foreign])])
            #expect(mixed.status == 422 && mixed.text.contains("image_ids[1]"))
            for body: JSON in [["image_ids": []], ["count": 0], [:], ["count": 5, "image_ids": strings(images)], ["count": 20_000], "all"] {
                #expect((await team.assign(["ann"], body)).status == 422, "\(body.text)")
            }
            #expect(
                (await team.call("ann", .post, "/api/projects/\(team.project)/assignments", ["user_ids": .array([team.id("ann")])])).status == 403)
            #expect(await team.queue("ann") == [])
        }
    }

    @Test(arguments: TestEngine.available) func aMemberWhoLeavesKeepsNobodyFromTheirImages(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let images = try await team.images(2)
            let made = await team.assign(["ann"], ["image_ids": strings(images)])
            let id = try #require(made.json["assignments"]?.array?.first?["id"]?.string)
            #expect((await team.call("mia", .delete, "/api/projects/\(team.project)/members/\(team.ids["ann"] ?? "")")).status == 204)
            #expect((await team.call("ann", .get, "/api/projects/\(team.project)/queue")).status == 404)
            #expect((await team.call("ann", .get, "/api/queue")).json["items"]?.array?.isEmpty == true)
            #expect((await team.call("mia", .get, "/api/assignments/\(id)")).json["is_member"] == false)
            #expect((await team.call("mia", .patch, "/api/assignments/\(id)", ["user_id": team.id("ben")])).status == 200)
            #expect(await team.queue("ben") == images)
        }
    }

    @Test(arguments: TestEngine.available) func theBinClosesTasksAndRestoringOpensThem(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let images = try await team.images(2)
            _ = await team.assign(["ann"], ["image_ids": strings(images)])
            let projectID = try #require(ID(team.project)), id = try #require(ID(images[0]))
            try await team.fixture.database.write { _ = try ImageStore.moveToBin($0, [id], projectID: projectID, at: .now()) }
            #expect(await team.queue("ann") == [images[1]])
            func done() async -> Int64? {
                (await team.call("mia", .get, "/api/projects/\(team.project)/assignments")).json["items"]?.array?.first?["done_count"]?.int
            }
            #expect(await done() == 1)
            try await team.fixture.database.write { _ = try ImageStore.restore($0, [id], projectID: projectID, at: .now()) }
            #expect(await done() == 0)
            #expect((await team.queue("ann")) == images)
        }
    }

    /// However many images: the number of statements stays.
    @Test(arguments: TestEngine.available) func tenThousandAtOnceTakeAHandfulOfStatements(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let projectID = try #require(ID(team.project)), now = Timestamp.now()
            let people = ["ann", "ben"].compactMap { ID(team.ids[$0] ?? "") }, mia = try #require(ID(team.ids["mia"] ?? ""))
            let ids = (0..<10_000).map { _ in ID.make(at: now) }
            try await team.fixture.database.write { connection in
                let columns = [
                    "id", "project_id", "digest", "filename", "size_bytes", "content_type", "width", "height", "status", "review_status",
                    "split", "created_at", "updated_at",
                ]
                let digests = ids.map { SHA256.digest("\($0)") }
                try connection.copyIn(
                    "blobs", columns: ["digest", "size_bytes", "created_at"], rows: digests.map { [.bytes($0.bytes), .integer(1), now.sqlValue] })
                try connection.copyIn(
                    "images", columns: columns,
                    rows: zip(ids, digests).map { id, digest in
                        [
                            .id(id), .id(projectID), .bytes(digest.bytes), .text("x"), .integer(1), .text("image/png"), .integer(9), .integer(9),
                            .text("NEW"), .text("UNREVIEWED"), .text("unassigned"), now.sqlValue, now.sqlValue,
                        ]
                    })
            }
            func statements(_ images: [ID]) async throws -> Int {
                try await team.fixture.database.write { connection in
                    var body = AssignmentBody()
                    body.userIDs = people
                    body.images.imageIDs = images
                    let before = connection.statementCount
                    let answer = try Assigning.apply(body, connection, projectID: projectID, by: mia, at: now)
                    #expect(answer.assigned == images.count)
                    return connection.statementCount - before
                }
            }
            let few = try await statements(Array(ids.prefix(10))), many = try await statements(Array(ids.dropFirst(10)))
            // SQLite copies row by row with one prepared statement.
            if engine == .postgres { #expect(few == many && many < 20) }
            #expect((await team.call("ann", .get, "/api/queue")).json["items"]?.array?.first?["to_label"]?.int == 5000)
            #expect(
                (await team.call("mia", .patch, "/api/images/status", ["image_ids": strings(ids.map(\.description)), "status": "DONE"])).status == 200
            )
            #expect((await team.call("ann", .get, "/api/queue")).json["items"]?.array?.isEmpty == true)
        }
    }
}
