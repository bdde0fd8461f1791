import Core
import Database
import HTTPServer
import JobQueue
import TestSupport
import Testing

@testable import Library

@Suite struct BulkTests {
    @Test(arguments: Ground.available) func fieldsAreSetAndSetBackExactly(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(4)
            _ = await fixture.bulk([made[1]], "status", ["status": "DONE"])
            let all = await fixture.bulk(["action": "status", "filter": ["text": "picture"], "status": "IN_PROGRESS", "expected_count": 4])
            #expect(all.json["matched"]?.int == 4 && all.json["changed"]?.int == 4 && all.json["can_undo"]?.bool == true, "\(all.text)")
            #expect(await fixture.counts()[1] == 0)
            // What somebody did since is not undone with the rest.
            _ = await fixture.call(.patch, "/api/images/\(made[2])/status", ["status": "DONE"])
            let id = all.json["id"]?.string ?? ""
            let undone = await fixture.call(.post, "/api/bulk/\(id)/undo")
            #expect(undone.json["changed"]?.int == 3 && undone.json["skipped"]?.int == 1, "\(undone.text)")
            var states: [String?] = []
            for id in made { states.append(await fixture.image(id)["status"]?.string) }
            #expect(states == ["NEW", "DONE", "DONE", "NEW"])
            #expect(await fixture.counts()[1] == 2)
            #expect(await fixture.call(.post, "/api/bulk/\(id)/undo").status == 409)
        }
    }

    @Test(arguments: Ground.available) func tagsGoOnAndOffAndBack(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(3)
            let a = try await fixture.tag("a"), b = try await fixture.tag("b"), c = try await fixture.tag("c")
            _ = await fixture.bulk([made[0]], "tags", ["add": [.string(a), .string(c)]])
            let both = await fixture.bulk(made, "tags", ["add": [.string(b)], "remove": [.string(a)]])
            #expect(both.json["changed"]?.int == 3)
            func tags(_ index: Int) async -> Set<String> {
                Set((await fixture.image(made[index])["tag_ids"]?.array ?? []).compactMap(\.string))
            }
            #expect(await tags(0) == [b, c])
            #expect(await tags(1) == [b])
            _ = await fixture.call(.post, "/api/bulk/\(both.json["id"]?.string ?? "")/undo")
            #expect(await tags(0) == [a, c])
            #expect(await tags(1) == [])
            let other = await fixture.bulk(made, "tags", ["add": [.string(ID.make().description)]])
            #expect(other.status == 422 && other.text.contains("is no tag of this project"))
            // Merging puts one where the other was.
            #expect(await fixture.call(.post, "/api/tags/\(a)/merge", ["into_tag_id": .string(c)]).json["image_count"]?.int == 1)
            #expect(await tags(0) == [c])
            #expect(await fixture.call(.post, "/api/tags/\(c)/merge", ["into_tag_id": .string(c)]).status == 422)
        }
    }

    @Test(arguments: Ground.available) func theBinGivesBackAndDeletesForGood(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(4)
            let label = try await fixture.label("cat")
            await fixture.annotate(made[0], label, box(1, 1, 4, 4))
            let binned = await fixture.bulk(Array(made[..<3]), "bin")
            #expect(binned.json["changed"]?.int == 3)
            #expect(await fixture.counts() == [1, 0, 0])
            #expect(await fixture.call(.post, "/api/bulk/\(binned.json["id"]?.string ?? "")/undo").json["changed"]?.int == 3)
            #expect(await fixture.counts() == [4, 0, 1])
            // What is not in the bin is never deleted for good.
            #expect(await fixture.bulk(made, "delete").json["changed"]?.int == 0)
            _ = await fixture.bulk(Array(made[..<2]), "bin")
            let gone = await fixture.bulk(["action": "delete", "filter": ["bin": true]])
            #expect(gone.json["changed"]?.int == 2 && gone.json["can_undo"]?.bool == false)
            #expect(await fixture.call(.get, "/api/images/\(made[0])").status == 404)
            #expect(await fixture.counts() == [2, 0, 0])
            #expect(await fixture.listed("bin=true") == [])
        }
    }

    @Test(arguments: Ground.available) func labelsOfTheImageComeAndGo(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(2)
            let cat = try await fixture.label("cat"), dog = try await fixture.label("dog")
            _ = await fixture.bulk([made[0]], "add_label", ["label_id": .string(dog)])
            #expect(await fixture.bulk(made, "add_label", ["label_id": .string(cat)]).json["changed"]?.int == 2)
            #expect(await fixture.bulk(made, "add_label", ["label_id": .string(cat)]).json["changed"]?.int == 0)
            #expect(await fixture.counts() == [2, 0, 3])
            #expect(await fixture.bulk(made, "remove_label", ["label_id": .string(cat)]).json["changed"]?.int == 2)
            #expect(await fixture.counts() == [2, 0, 1])
            // Where a project gives each image one class, the other goes.
            _ = await fixture.call(.patch, "/api/projects/\(fixture.project)", ["metadata": ["multi_label": false]])
            _ = await fixture.bulk(made, "add_label", ["label_id": .string(cat)])
            #expect(await fixture.listed("label_id=\(cat)").count == 2)
            #expect(await fixture.listed("label_id=\(dog)").isEmpty)
            let history = await fixture.call(.get, "/api/images/\(made[0])/annotations/history").json["items"]?.array ?? []
            #expect(history.count == 5)
            #expect(await fixture.bulk(made, "add_label", ["label_id": .string(ID.make().description)]).status == 422)
        }
    }

    @Test(arguments: Ground.available) func metadataIsMergedMemberByMember(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(2)
            _ = await fixture.call(.patch, "/api/images/\(made[0])/metadata", ["metadata": ["a": 1, "b": 2]])
            let answer = await fixture.bulk(made, "metadata", ["metadata": ["b": nil, "c": "x"]])
            #expect(answer.json["changed"]?.int == 2)
            #expect(await fixture.call(.get, "/api/images/\(made[0])/metadata").json["metadata"] == ["a": 1, "c": "x"])
            #expect(await fixture.bulk(made, "metadata", ["metadata": ["c": "x"]]).json["changed"]?.int == 0)
        }
    }

    @Test(arguments: Ground.available) func copiesShareBytesAndMatchLabelsByName(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(3)
            let target =
                await fixture.call(
                    .post, "/api/projects", ["name": "Target", "task_type": "DETECTION", "class_names": ["cat"]]
                ).json["id"]?.string ?? ""
            let cat = try await fixture.label("cat"), dog = try await fixture.label("dog"), tag = try await fixture.tag("blurred")
            await fixture.annotate(made[0], cat, box(1, 1, 4, 4))
            await fixture.annotate(made[0], dog, box(2, 2, 4, 4))
            _ = await fixture.bulk([made[0]], "tags", ["add": [.string(tag)]])
            _ = await fixture.bulk([made[0]], "metadata", ["metadata": ["site": "Basel"]])
            let copied = await fixture.bulk(made, "copy", ["target_project_id": .string(target)])
            #expect(copied.json["changed"]?.int == 3, "\(copied.text)")
            #expect(await fixture.bulk(made, "copy", ["target_project_id": .string(target)]).json["changed"]?.int == 0)
            let there = await fixture.call(.get, "/api/projects/\(target)/images?metadata=site%3DBasel").json["items"]?.array ?? []
            let copy = try #require(there.first?["id"]?.string)
            let shapes = await fixture.call(.get, "/api/images/\(copy)/annotations").json["items"]?.array ?? []
            #expect(shapes.count == 1 && there[0]["annotation_count"]?.int == 1 && there[0]["tag_ids"]?.array?.count == 1)
            #expect(await fixture.call(.get, "/api/projects/\(target)").json["image_count"]?.int == 3)
            #expect(await fixture.counts() == [3, 0, 2])

            // Moving loses nothing: the image whose label the target lacks stays, the double stays.
            let bare = await fixture.call(.post, "/api/projects", ["name": "Bare", "task_type": "DETECTION"]).json["id"]?.string ?? ""
            _ = await fixture.call(.post, "/api/images/\(made[1])/comments", ["body": "comes along"])
            let moved = await fixture.bulk(made, "move", ["target_project_id": .string(bare)])
            #expect(moved.json["changed"]?.int == 2 && moved.json["skipped"]?.int == 1, "\(moved.text)")
            #expect(await fixture.listed() == [made[0]])
            #expect(await fixture.image(made[1])["comment_count"]?.int == 1)
            let withLabels = await fixture.bulk(made, "move", ["target_project_id": .string(bare), "create_labels": true])
            #expect(withLabels.json["changed"]?.int == 1, "\(withLabels.text)")
            #expect(await fixture.counts() == [0, 0, 0])
            let project = await fixture.call(.get, "/api/projects/\(bare)").json
            #expect(project["image_count"]?.int == 3 && project["annotation_count"]?.int == 2)
            #expect(await fixture.image(made[0])["tag_ids"]?.array?.count == 1)
            #expect(await fixture.bulk(made, "move", ["target_project_id": .string(fixture.project)]).status == 422)
        }
    }

    @Test(arguments: Ground.available) func manyAreAJobThatCanBeUndone(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            _ = try await fixture.rows(1300)
            let answer = await fixture.bulk([
                "action": "random_split", "filter": ["split": "unassigned"], "shares": ["train": 70, "val": 20, "test": 10], "seed": 5,
            ])
            #expect(answer.json["is_job"]?.bool == true, "\(answer.text)")
            let id = try #require(ID(answer.json["id"]?.string ?? ""))
            #expect(await fixture.call(.post, "/api/bulk/\(id)/undo").status == 409)
            #expect(try await fixture.finish(id).status == .succeeded)
            func count(_ split: String) async -> Int64? {
                await fixture.call(.get, "/api/projects/\(fixture.project)/images/count?split=\(split)").json["count"]?.int
            }
            #expect(await [count("train"), count("val"), count("test")] == [910, 260, 130])
            let train = Set(await fixture.listed("split=train"))
            let undo = await fixture.call(.post, "/api/bulk/\(id)/undo")
            _ = try await fixture.finish(try #require(ID(undo.json["id"]?.string ?? "")))
            #expect(await count("unassigned") == 1300)
            // The same seed gives the same.
            let again = await fixture.bulk(["action": "random_split", "filter": [:], "shares": ["train": 7, "val": 2, "test": 1], "seed": 5])
            _ = try await fixture.finish(try #require(ID(again.json["id"]?.string ?? "")))
            #expect(Set(await fixture.listed("split=train")) == train)
        }
    }

    @Test func stratifiedSplitsHoldWithinEachGroup() {
        var shares = BulkShares()
        (shares.train, shares.val, shares.test) = (60, 20, 20)
        let groups = [100, 10, 5, 1].map { size in (0..<size).map { _ in ID.make() } }
        let assigned = RandomSplit.assign(groups, shares, seed: 1)
        for group in groups {
            for (split, share) in [(Split.val, 0.2), (.test, 0.2), (.train, 0.6)] {
                let count = group.count { assigned[$0] == split }
                #expect(abs(Double(count) - share * Double(group.count)) <= 2, "\(count) of \(group.count) are \(split.rawValue)")
            }
        }
        #expect(assigned.values.count { $0 == .val } == 23)
    }

    @Test(arguments: Ground.available) func rolesAndWrongBodies(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(1)
            try await fixture.share(with: "bob", as: .annotator)
            #expect(await fixture.bulk(made, "status", ["status": "DONE"], as: "bob").status == 200)
            for action in ["bin", "delete", "review"] {
                #expect(await fixture.bulk(made, action, ["review_status": "APPROVED"], as: "bob").status == 403, "\(action)")
            }
            #expect(await fixture.bulk(made, "status", ["status": "DONE"], as: "eve").status == 404)
            let hers = await fixture.call("eve", .post, "/api/projects", ["name": "Hers", "task_type": "DETECTION"]).json["id"]?.string ?? ""
            #expect(await fixture.bulk(made, "copy", ["target_project_id": .string(hers)]).status == 404)
            let mine = await fixture.bulk(made, "status", ["status": "NEW"])
            #expect(await fixture.call("bob", .post, "/api/bulk/\(mine.json["id"]?.string ?? "")/undo").status == 403)
            for body in [
                ["action": "status"], ["action": "status", "image_ids": [], "status": "DONE"], ["action": "paint", "image_ids": [.string(made[0])]],
                ["action": "status", "image_ids": [.string(made[0])], "filter": [:], "status": "DONE"],
                ["action": "random_split", "filter": [:], "shares": ["train": 0, "val": 0, "test": 0]],
                ["action": "undo", "operation_id": "x"], ["action": "bin", "image_ids": [.string(made[0]), .string(made[0])]],
                ["action": "bin", "filter": ["status": 7]],
            ] as [JSON] {
                #expect(await fixture.bulk(body).status == 422, "\(body.text)")
            }
            let stale = await fixture.bulk(["action": "bin", "filter": [:], "expected_count": 9])
            #expect(stale.status == 409 && stale.text.contains("1 images match now"))
            // Another project's images are passed over.
            let theirs = try await fixture.pictures(1, to: nil)
            #expect(theirs == made)
        }
    }
}
