import Core
import Database
import HTTPServer
import ImageQuality
import Library
import TestSupport
import Testing

@testable import Curation

/// Two sets held against each other, on both databases.
@Suite struct DriftRouteTests {
    private func path(_ fixture: CurationFixture) -> String { "/api/projects/\(fixture.project)/drift" }

    private func compare(_ fixture: CurationFixture, _ a: String, _ b: String) async -> TestResponse {
        await fixture.call("vera", .get, "\(path(fixture))?a=\(a)&b=\(b)")
    }

    /// Bright images with cats in train, dark ones with dogs in val, described.
    private func prepared(_ fixture: CurationFixture, each: Int = 16) async throws -> (train: [String], val: [String]) {
        var labels: [String] = []
        for name in ["cat", "dog"] {
            let made = await fixture.call("ana", .post, "/api/projects/\(fixture.project)/labels", ["name": .string(name)])
            labels.append(try #require(made.json["id"]?.string))
        }
        var sets: [[String]] = [[], []]
        for number in 0..<each {
            for (set, base) in [200, 40].enumerated() {
                let bytes = try Picture.png(96, 64) { x, y in UInt8(base + (x * (3 + set) + y * 5 + number * 7) % 40) }
                let image = try await fixture.upload("\(set)-\(number).png", bytes)
                let box: JSON = ["type": "box", "x": 5, "y": 5, "width": 20, "height": 20]
                // One in eight is labelled as the other set is.
                let label = labels[number.isMultiple(of: 8) ? 1 - set : set]
                let op: JSON = ["action": "create", "id": .string(ID.make().description), "label_id": .string(label), "geometry": box]
                #expect(await fixture.call("ana", .patch, "/api/images/\(image)/annotations", ["ops": [op]]).status == 200)
                sets[set].append(image)
            }
        }
        for (ids, split) in zip(sets, ["train", "val"]) {
            let changed = await fixture.call(
                "ana", .post, "/api/projects/\(fixture.project)/images/bulk",
                ["action": "split", "image_ids": .array(ids.map { .string($0) }), "split": .string(split)])
            #expect(changed.status == 200, "\(changed.text)")
        }
        return (sets[0], sets[1])
    }

    private func describe(_ fixture: CurationFixture) async throws {
        let model: JSON = ["model_id": .string(Embedder.descriptorID.description)]
        _ = await fixture.call("ana", .put, "/api/projects/\(fixture.project)/embedding", model)
        try await fixture.work()
    }

    @Test(arguments: TestEngine.available) func whatDiffersIsFoundAndWhatDoesNotIsNot(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let (train, val) = try await prepared(fixture)
            let undescribed = await compare(fixture, "split:train", "split:val")
            #expect(undescribed.status == 200 && undescribed.json["looks"]?.isNull == true, "\(undescribed.text)")
            try await describe(fixture)
            let found = await compare(fixture, "split:train", "split:val").json
            #expect(found["level"]?.string == "large" && found["both"]?.int == 0)
            #expect(found["a"]?["images"]?.int == 16 && found["b"]?["objects"]?.int == 16 && found["a"]?["vectors"]?.int == 16)
            #expect(found["looks"]?["p"]?.double == 0.005 && found["looks"]?["level"]?.string != "none")
            let labels = found["labels"] ?? .null
            #expect(labels["level"]?.string == "large" && labels["degrees"]?.int == 1)
            #expect(labels["labels"]?.array?.compactMap { $0["share_a"]?.double }.sorted() == [0.125, 0.875])
            let numbers = found["numbers"]?.array ?? []
            let names = Dictionary(numbers.compactMap { one in one["name"]?.string.map { ($0, one) } }, uniquingKeysWith: { $1 })
            #expect(names["brightness"]?["level"]?.string == "large" && names["brightness"]?["statistic"]?.double == 1)
            #expect((names["brightness"]?["median_a"]?.double ?? 0) > 0.7 && (names["brightness"]?["median_b"]?.double ?? 1) < 0.4)
            for same in ["width", "height", "aspect", "objects"] {
                #expect(names[same]?["level"]?.string == "none" && names[same]?["statistic"]?.double == 0 && names[same]?["p"]?.double == 1)
            }
            #expect(Set(names.keys).isSuperset(of: ["size_bytes", "sharpness", "entropy"]))
            let statistics = numbers.compactMap { $0["statistic"]?.double }
            #expect(statistics == statistics.sorted(by: >), "most shifted first")
            for one in numbers {
                let (a, b) = (one["counts_a"]?.array?.compactMap(\.int) ?? [], one["counts_b"]?.array?.compactMap(\.int) ?? [])
                #expect(a.reduce(0, +) == one["count_a"]?.int && b.reduce(0, +) == one["count_b"]?.int)
                #expect(one["edges"]?.array?.count == a.count + 1)
            }

            // One half of a set against the other.
            let tag = await fixture.call("ana", .post, "/api/projects/\(fixture.project)/tags", ["name": "half", "color": "#112233"])
            let half = try #require(tag.json["id"]?.string)
            let put = await fixture.call(
                "ana", .post, "/api/projects/\(fixture.project)/images/bulk",
                ["action": "tags", "image_ids": .array(train.prefix(8).map { .string($0) }), "add": [.string(half)]])
            #expect(put.status == 200, "\(put.text)")
            let within = await compare(fixture, "split:train", "tag:\(half)").json
            #expect(within["both"]?.int == 8 && within["labels"]?["level"]?.string == "none", "\(within.text)")
            #expect(["none", "unclear"].contains(within["level"]?.string), "nothing is surely shifted")
            // Two of a kind are too few to tell, however unlike they are.
            let few = await fixture.call("ana", .post, "/api/projects/\(fixture.project)/tags", ["name": "few", "color": "#112233"])
            let pair = try #require(few.json["id"]?.string)
            _ = await fixture.call(
                "ana", .post, "/api/projects/\(fixture.project)/images/bulk",
                ["action": "tags", "image_ids": .array(val.prefix(2).map { .string($0) }), "add": [.string(pair)]])
            let unsure = await compare(fixture, "tag:\(half)", "tag:\(pair)").json["numbers"]?.array ?? []
            #expect(unsure.first { $0["name"]?.string == "brightness" }?["level"]?.string == "unclear")
            // The same question has the same answer.
            #expect(await compare(fixture, "split:train", "split:val").json == found)
        }
    }

    @Test(arguments: TestEngine.available) func setsAreNamedAndWhatNamesNoneIsSaid(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            _ = try await prepared(fixture, each: 2)
            let bare = try await fixture.upload("bare.png", try Picture.png(32, 32) { _, _ in 7 })
            try await fixture.work()
            for (set, count) in [("all", 5), ("labelled", 4), ("unlabelled", 1), ("split:unassigned", 1), ("since:2020-01-01", 5)] {
                let found = await compare(fixture, set, set == "split:train" ? "all" : "split:train")
                #expect(found.status == 200 && found.json["a"]?["images"]?.int == Int64(count), "\(set): \(found.text)")
            }
            // Before and since a moment divide all there is.
            let created = await fixture.call("ana", .get, "/api/images/\(bare)").json["created_at"]?.string ?? ""
            let (before, since) = (await compare(fixture, "before:\(created)", "all"), await compare(fixture, "since:\(created)", "all"))
            #expect((before.json["a"]?["images"]?.int ?? 0) + (since.json["a"]?["images"]?.int ?? 0) == 5, "\(before.text) \(since.text)")

            let wrong = await compare(fixture, "split:half", "tag:x")
            #expect(wrong.status == 422 && wrong.json["errors"]?.array?.count == 2)
            for set in ["", "everything", "before:", "before:yesterday", "since:2026-13-01", "tag:\(ID.make())", "all:", "split:", ":"] {
                #expect(await compare(fixture, set, "split:train").status == 422, "\(set)")
            }
            let same = await compare(fixture, "all", "all")
            #expect(same.status == 422 && same.text.contains("another set"))
            let empty = await compare(fixture, "split:test", "before:1999-01-01")
            #expect(empty.status == 422 && empty.json["errors"]?.array?.compactMap { $0["field"]?.string } == ["a", "b"])
            #expect(await fixture.call("eve", .get, "\(path(fixture))?a=all&b=split:train").status == 404)
            // Another project's tag is none of this one's.
            let there = await fixture.call("ana", .post, "/api/projects", ["name": "There", "task_type": "DETECTION"]).json["id"]?.string ?? ""
            let tag = await fixture.call("ana", .post, "/api/projects/\(there)/tags", ["name": "x", "color": "#112233"]).json["id"]?.string ?? ""
            #expect(await compare(fixture, "all", "tag:\(tag)").text.contains("not a tag of this project"))
        }
    }
}
