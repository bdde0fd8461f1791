import Core
import HTTPServer
import TestSupport
import Testing

@testable import Library

@Suite struct ConsensusTests {
    /// A set of ann's and ben's over these images; answers its id.
    private func make(_ team: Team, _ images: [String], _ people: [String] = ["ann", "ben"]) async throws -> String {
        let made = await team.call(
            "mia", .post, "/api/projects/\(team.project)/consensus",
            ["name": "Round 1", "user_ids": .array(people.map(team.id)), "images": ["image_ids": strings(images)]])
        #expect(made.status == 201, "\(made.text)")
        return try #require(made.json["id"]?.string)
    }

    /// Somebody's layers, by image.
    private func layers(_ team: Team, _ name: String) async -> [String: String] {
        let items = (await team.call(name, .get, "/api/projects/\(team.project)/queue")).json["items"]?.array ?? []
        return Dictionary(
            uniqueKeysWithValues: items.compactMap { item in
                guard let image = item["image"]?["id"]?.string, let layer = item["layer_id"]?.string else { return nil }
                return (image, layer)
            })
    }

    private func finish(_ team: Team, _ name: String, _ layer: String, _ boxes: [JSON], label: Int = 0) async {
        #expect(await team.draw(name, at: "/api/layers/\(layer)", boxes, label: label) == 200)
        #expect((await team.call(name, .patch, "/api/layers/\(layer)/status", ["status": "DONE"])).status == 200)
    }

    @Test(arguments: TestEngine.available) func layersAreApartFromEachOtherAndFromTheImage(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let image = try await team.images(1)[0]
            let set = try await make(team, [image])
            let anns = try #require(await layers(team, "ann")[image]), bens = try #require(await layers(team, "ben")[image])
            #expect(anns != bens)
            await finish(team, "ann", anns, [box(10, 10, 50, 50)])
            #expect((await team.call("ann", .get, "/api/layers/\(anns)/annotations")).json["items"]?.array?.count == 1)
            #expect((await team.call("vic", .get, "/api/images/\(image)/annotations")).json["items"]?.array?.isEmpty == true)
            let untouched = (await team.call("vic", .get, "/api/images/\(image)")).json
            #expect(untouched["annotation_count"]?.int == 0 && untouched["status"] == "NEW")
            #expect((await team.call("mia", .get, "/api/projects/\(team.project)")).json["annotation_count"]?.int == 0)

            // Before the end nobody sees another's: to annotators and reviewers it does not exist, to viewers nothing does.
            for name in ["ben", "rob"] {
                #expect((await team.call(name, .get, "/api/layers/\(anns)")).status == 404)
                #expect((await team.call(name, .get, "/api/layers/\(anns)/annotations")).status == 404)
                #expect((await team.call(name, .patch, "/api/layers/\(anns)/status", ["status": "NEW"])).status == 404)
                #expect(await team.draw(name, at: "/api/layers/\(anns)", [box(1, 1)]) == 404)
            }
            #expect((await team.call("vic", .get, "/api/layers/\(anns)")).status == 403)
            #expect((await team.call("sam", .get, "/api/layers/\(anns)")).status == 404)
            #expect((await team.call("mia", .get, "/api/layers/\(anns)/annotations")).json["items"]?.array?.count == 1)
            #expect(await team.draw("mia", at: "/api/layers/\(anns)", [box(1, 1)]) == 404)
            #expect((await team.call("rob", .get, "/api/consensus/\(set)/images/\(image)")).status == 403)
            #expect((await team.call("rob", .get, "/api/projects/\(team.project)/agreement?consensus_id=\(set)")).status == 403)
            #expect((await team.call("ann", .get, "/api/projects/\(team.project)/agreement")).status == 403)

            #expect((await team.call("mia", .patch, "/api/consensus/\(set)", ["status": "closed"])).json["status"] == "closed")
            #expect((await team.call("rob", .get, "/api/layers/\(anns)/annotations")).status == 200)
            #expect((await team.call("ben", .get, "/api/layers/\(anns)")).status == 404)
            #expect(await team.draw("ben", at: "/api/layers/\(bens)", [box(1, 1)]) == 409)
            #expect(await team.queue("ben") == [])
            #expect((await team.call("mia", .patch, "/api/consensus/\(set)", ["status": "open"])).status == 200)
            #expect(await team.queue("ben") == [image])
        }
    }

    @Test(arguments: TestEngine.available) func aLayerTakesEditsAsAnImageDoes(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let image = try await team.images(1)[0]
            _ = try await make(team, [image])
            let layer = try #require(await layers(team, "ann")[image]), path = "/api/layers/\(layer)/annotations", id = ID.make()
            let body: JSON = ["ops": [create(id, label: team.labels[0], box(630, 1, 50, 50))]]
            #expect((await team.call("ann", .patch, path, body)).json["annotations"]?.array?.first?["geometry"]?["width"]?.double == 10)
            #expect((await team.call("ann", .patch, path, body)).status == 200)
            let moved = await team.call(
                "ann", .patch, path, ["ops": [["action": "update", "id": .string(id.description), "version": 1, "geometry": box(5, 5)]]])
            #expect(moved.json["annotations"]?.array?.first?["version"]?.int == 2)
            let stale = await team.call("ann", .patch, path, ["ops": [["action": "delete", "id": .string(id.description), "version": 1]]])
            #expect(stale.status == 409 && stale.json["annotations"]?.array?.first?["version"]?.int == 2)
            #expect((await team.call("ann", .get, "/api/layers/\(layer)")).json["annotation_count"]?.int == 1)
            #expect((await team.call("ann", .get, "/api/layers/\(layer)")).json["status"] == "IN_PROGRESS")
            // An id of another's layer tells nothing.
            let other = try #require(await layers(team, "ben")[image])
            let clash = await team.call("ben", .patch, "/api/layers/\(other)/annotations", body)
            #expect(clash.status == 409 && clash.json["annotations"] == nil)
            // A label that a layer uses cannot go.
            #expect((await team.call("mia", .delete, "/api/labels/\(team.labels[0])")).status == 409)
            #expect(
                (await team.call("ann", .patch, path, ["ops": [["action": "delete", "id": .string(id.description), "version": 2]]])).status == 200)
            #expect((await team.call("mia", .delete, "/api/labels/\(team.labels[0])")).status == 204)
        }
    }

    @Test(arguments: TestEngine.available) func theReportCountsAndAMergeBecomesTheImages(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let images = try await team.images(3)
            let set = try await make(team, images, ["ann", "ben", "rob"])
            for name in ["ann", "ben", "rob"] {
                let own = await layers(team, name)
                let shift: Double = ["ann": 0, "ben": 2, "rob": 4][name] ?? 0
                // The same thing on the first; the second's is ann's alone; nobody has finished the third but ann.
                await finish(team, name, own[images[0]] ?? "", [box(100 + shift, 100, 40, 40)])
                await finish(team, name, own[images[1]] ?? "", name == "ann" ? [box(10, 10, 40, 40)] : [])
                if name == "ann" { await finish(team, name, own[images[2]] ?? "", [box(10, 10, 40, 40)], label: 1) }
            }
            let path = "/api/projects/\(team.project)/agreement"
            let report = (await team.call("mia", .get, path)).json
            #expect(report["images"]?.int == 2 && report["pending"]?.int == 1)
            #expect(report["per_image"]?.array?.map { $0["image_id"]?.string } == [images[1], images[0]])
            #expect(report["per_image"]?.array?.map { $0["agreement"]?.double } == [0, 1])
            // 3 pairs hit on the first, 2 of 3 miss on the second: F1 = 2*3 / (2*3 + 2).
            #expect(report["f1"]?.double == 0.75 && report["pairs"]?.array?.count == 3)
            let anns = report["people"]?.array?.first
            #expect(anns?["username"] == "ann" && anns?["precision"]?.double == 0.5 && anns?["recall"]?.double == 1)
            let csv = await team.call("mia", .get, "\(path)?format=csv&part=pairs")
            #expect(csv.headers["Content-Type"] == "text/csv; charset=utf-8" && csv.text.split(separator: "\r\n").count == 4)
            #expect((await team.call("mia", .get, "\(path)?format=xls")).status == 422)

            // What stood there before is replaced, and its history says so.
            #expect(await team.draw("mia", at: "/api/images/\(images[0])", [box(300, 300)]) == 200)
            let merge = "/api/consensus/\(set)/merge"
            let half = await team.call("mia", .post, merge, ["image_ids": strings([images[0], images[2]])])
            #expect(half.status == 422 && half.text.contains("image_ids[1]"))
            let merged = await team.call("mia", .post, merge, ["image_ids": strings([images[0], images[1]])])
            #expect(merged.json["merged"]?.int == 2 && merged.json["disputed"]?.int == 1, "\(merged.text)")
            let now = (await team.call("vic", .get, "/api/images/\(images[0])/annotations")).json["items"]?.array
            #expect(now?.count == 1 && now?.first?["geometry"]?["x"]?.double == 102)
            #expect((await team.call("vic", .get, "/api/images/\(images[0])")).json["status"] == "DONE")
            let own = await team.call("mia", .post, merge, ["image_ids": strings([images[2]]), "user_id": team.id("ann")])
            #expect(own.json["merged"]?.int == 1)
            #expect(
                (await team.call("vic", .get, "/api/images/\(images[2])/annotations")).json["items"]?.array?.first?["label_id"]?.string
                    == team.labels[1])
            #expect((await team.call("mia", .get, "/api/consensus/\(set)")).json["merged_count"]?.int == 3)
            let compared = (await team.call("mia", .get, "/api/consensus/\(set)/images/\(images[0])")).json
            #expect(compared["layers"]?.array?.count == 3 && compared["majority"]?.array?.count == 1 && compared["merged_at"]?.isNull == false)
        }
    }

    /// A manager who labels in a set is no judge of it while it is open.
    @Test(arguments: TestEngine.available) func whoLabelsDoesNotCompare(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let images = try await team.images(1)
            let set = try await make(team, images, ["mia", "ann"])
            #expect((await team.call("mia", .get, "/api/consensus/\(set)/images/\(images[0])")).status == 403)
            #expect((await team.call("mia", .post, "/api/consensus/\(set)/merge", ["image_ids": strings(images)])).status == 403)
            let anns = try #require(await layers(team, "ann")[images[0]])
            #expect((await team.call("mia", .get, "/api/layers/\(anns)")).status == 404)
            #expect((await team.call("mia", .get, "/api/projects/\(team.project)/agreement")).json["pending"]?.int == 0)
        }
    }

    @Test(arguments: TestEngine.available) func setsAreBoundedAndOfMembers(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let images = try await team.images(2), path = "/api/projects/\(team.project)/consensus"
            func body(_ people: [String], _ images: JSON) -> JSON { ["name": "x", "user_ids": .array(people.map(team.id)), "images": images] }
            #expect((await team.call("mia", .post, path, body(["ann"], ["image_ids": strings(images)]))).status == 422)
            #expect((await team.call("mia", .post, path, body(["ann", "sam"], ["image_ids": strings(images)]))).text.contains("user_ids[1]"))
            #expect((await team.call("mia", .post, path, body(["ann", "ben"], ["count": 5, "filter": ["status": "DONE"]]))).status == 422)
            #expect((await team.call("ann", .post, path, body(["ann", "ben"], ["image_ids": strings(images)]))).status == 403)
            let set = try await make(team, images)
            #expect((await team.call("mia", .delete, "/api/consensus/\(set)")).status == 204)
            #expect(await team.queue("ann") == [])
        }
    }

    @Test(arguments: TestEngine.available) func blindLayersAreMixedInAndScoredAgainstTheTruth(_ engine: TestEngine) async throws {
        try await Team.with(engine) { team in
            let images = try await team.images(12), truth = Array(images.prefix(2)), path = "/api/projects/\(team.project)/ground-truth"
            for image in truth { #expect(await team.draw("mia", at: "/api/images/\(image)", [box(10, 10, 40, 40), box(200, 200, 40, 40)]) == 200) }
            #expect((await team.call("mia", .post, path, ["image_ids": strings(truth)])).json["updated"]?.int == 2)
            for name in ["ann", "rob"] {
                #expect((await team.call(name, .get, path)).status == 403)
                #expect((await team.call(name, .get, "\(path)/scores")).status == 403)
            }
            // Changed later, the image's annotations do not change the truth.
            #expect(await team.draw("mia", at: "/api/images/\(truth[0])", [box(400, 400)]) == 200)

            let made = await team.assign(["ann"], ["image_ids": strings(Array(images.dropFirst(2)))], ["ground_truth_rate": 0.2])
            #expect(made.json["assigned"]?.int == 10 && made.json["assignments"]?.array?.first?["image_count"]?.int == 12)
            let queue = await team.queue("ann"), own = await layers(team, "ann")
            #expect(queue.count == 12 && Set(own.keys) == Set(truth))
            // The right one, and one of two by the wrong name.
            for (index, image) in truth.enumerated() {
                let layer = try #require(own[image])
                let seen = (await team.call("ann", .get, "/api/layers/\(layer)")).json
                #expect(seen["annotation_count"]?.int == 0 && seen["kind"] == nil)
                #expect(await team.draw("ann", at: "/api/layers/\(layer)", [box(10, 10, 40, 40)]) == 200)
                await finish(team, "ann", layer, [box(200, 200, 40, 40)], label: index)
            }
            #expect((await team.call("mia", .get, "/api/projects/\(team.project)/assignments")).json["items"]?.array?.first?["done_count"]?.int == 2)
            let score = (await team.call("mia", .get, "\(path)/scores")).json["items"]?.array?.first
            #expect(score?["username"] == "ann" && score?["images"]?.int == 2)
            #expect(score?["f1"]?.double == 0.75 && score?["class_accuracy"]?.double == 0.75)
            #expect((await team.call("mia", .get, path)).json["items"]?.array?.first?["check_count"]?.int == 1)
            // Each is given once to each person.
            let again = await team.assign(["ann"], ["image_ids": strings(truth)], ["ground_truth_rate": 0.5, "move": true])
            #expect(again.json["assignments"]?.array?.first?["image_count"]?.int == 2)
            #expect((await team.call("mia", .post, "\(path)/remove", ["image_ids": strings(truth)])).status == 204)
            #expect((await team.call("mia", .get, path)).json["items"]?.array?.isEmpty == true)
        }
    }
}
