import Core
import Database
import HTTPServer
import TestSupport
import Testing

@testable import Library

/// Tracks through a sequence, over the API, on both engines.
@Suite struct TrackTests {
    /// A sequence of eleven frames with its project.
    struct Film {
        let fixture: LibraryFixture
        let project: String
        let labels: [String]
        let sequence: ID
        let images: [String]

        static func with(_ engine: TestEngine, _ body: @Sendable (Film) async throws -> Void) async throws {
            try await LibraryFixture.with(engine) { fixture in
                let project = try await fixture.project(of: "root")
                var images: [String] = []
                for seed in 0..<11 { images.append(try await fixture.image(in: project.id, seed)) }
                let sequence = try await Self.sequence(fixture, project.id, images)
                try await body(Film(fixture: fixture, project: project.id, labels: project.labels, sequence: sequence, images: images))
            }
        }

        static func sequence(_ fixture: LibraryFixture, _ project: String, _ images: [String]) async throws -> ID {
            let id = ID.make(), projectID = try ID(project).orNotFound("project"), now = Timestamp.now()
            let sequence = VideoSequence(
                id: id, projectID: projectID, name: "film", filename: "film.mp4", digest: SHA256.digest("film"), fps: 10, width: 640, height: 480,
                duration: 1.1, frameCount: 0, wanted: RawJSON(["every": 1]), createdBy: nil, createdAt: now, updatedAt: now)
            let frames = try images.enumerated().map {
                SequenceStore.NewFrame(
                    imageID: try ID($0.element).orNotFound("image"), sourceFrame: $0.offset, microseconds: Int64($0.offset) * 100_000)
            }
            try await fixture.database.write { try SequenceStore.insert($0, sequence, frames) }
            return id
        }

        func place(_ track: ID, key: Bool = true, ends: Bool = false) -> JSON {
            ["id": id(track), "sequence_id": id(sequence), "is_keyframe": .bool(key), "ends": .bool(ends)]
        }

        func id(_ id: ID) -> JSON { .string(id.description) }

        func edit(_ frame: Int, _ ops: [JSON]) async -> TestResponse {
            await fixture.call("root", .patch, "/api/images/\(images[frame])/annotations", ["ops": .array(ops)])
        }

        @discardableResult
        func draw(_ frame: Int, _ annotation: ID, _ x: Double, track: JSON? = nil, y: Double = 20, label: Int = 0) async -> TestResponse {
            var op = create(annotation, label: labels[label], box(x, y)).object ?? JSONObject()
            if let track { op["track"] = track }
            return await edit(frame, [.object(op)])
        }

        func update(_ frame: Int, _ annotation: JSON, _ members: [(String, JSON)]) async -> TestResponse {
            var op = JSONObject([("action", "update"), ("id", annotation["id"] ?? .null), ("version", annotation["version"] ?? .null)])
            for (name, value) in members { op[name] = value }
            return await edit(frame, [.object(op)])
        }

        func on(_ frame: Int) async -> [JSON] {
            (await fixture.call("root", .get, "/api/images/\(images[frame])/annotations")).json["items"]?.array ?? []
        }

        /// The left edge of the one annotation on each frame; nil: there is none.
        func edges() async -> [Double?] {
            var edges: [Double?] = []
            for frame in images.indices { edges.append((await on(frame)).first?["geometry"]?["x"]?.double) }
            return edges
        }

        func keyframes(_ track: ID) async -> [Int] {
            let stops = (await fixture.call("root", .get, "/api/sequences/\(sequence)/tracks/\(track)")).json["items"]?.array ?? []
            return stops.filter { $0["is_keyframe"] == true }.compactMap { $0["index"]?.int.map(Int.init) }
        }
    }

    @Test(arguments: TestEngine.available) func keyframesAreInterpolatedAndCounted(_ engine: TestEngine) async throws {
        try await Film.with(engine) { film in
            let first = ID.make(), last = ID.make()
            #expect((await film.draw(0, first, 0)).status == 200)
            // The second keyframe names the track by the first annotation, which is in none yet.
            let drawn = await film.draw(10, last, 100, track: film.place(first))
            #expect(drawn.status == 200, "\(drawn.text)")
            #expect(await film.edges() == (0...10).map { Double($0) * 10 })
            #expect(await film.keyframes(first) == [0, 10])
            let project = (await film.fixture.call("root", .get, "/api/projects/\(film.project)")).json
            #expect(project["annotation_count"]?.int == 11)
            let labels = (await film.fixture.call("root", .get, "/api/projects/\(film.project)/labels")).json["items"]?.array
            #expect(labels?.map { $0["annotation_count"]?.int } == [11, 0])
            let fifth = (await film.fixture.call("root", .get, "/api/images/\(film.images[5])")).json
            #expect(fifth["annotation_count"]?.int == 1 && fifth["status"] == "IN_PROGRESS")
            #expect(fifth["frames"]?.array?.first?["index"]?.int == 5)

            // Editing an interpolated one makes it a keyframe: both sides follow.
            let between = try #require((await film.on(5)).first)
            #expect(between["track"]?["is_keyframe"] == false)
            let edited = await film.update(5, between, [("geometry", box(100, 20))])
            #expect(edited.json["annotations"]?.array?.first?["track"]?["is_keyframe"] == true)
            #expect(await film.edges() == [0, 20, 40, 60, 80, 100, 100, 100, 100, 100, 100])
            // Undone as the interface does it: the shape as it was, and no keyframe.
            let now = try #require(edited.json["annotations"]?.array?.first)
            let undone = await film.update(5, now, [("geometry", box(50, 20)), ("track", film.place(first, key: false))])
            #expect(undone.json["annotations"]?.array?.first?["track"]?["is_keyframe"] == false)
            #expect(await film.edges() == (0...10).map { Double($0) * 10 })
            let history = (await film.fixture.call("root", .get, "/api/images/\(film.images[3])/annotations/history")).json["items"]?.array
            #expect(history?.compactMap { $0["action"]?.string } == ["update", "update", "create"])
            #expect(history?.last?["after"]?["track"]?["is_keyframe"] == false)
        }
    }

    @Test(arguments: TestEngine.available) func objectsLeaveAndAreDeleted(_ engine: TestEngine) async throws {
        try await Film.with(engine) { film in
            let first = ID.make(), last = ID.make()
            await film.draw(0, first, 0)
            await film.draw(10, last, 100, track: film.place(first))
            // It leaves after frame 4, and comes back at its next keyframe.
            let fourth = try #require((await film.on(4)).first)
            _ = await film.update(4, fourth, [("track", film.place(first, ends: true))])
            #expect(await film.edges() == [0, 10, 20, 30, 40, nil, nil, nil, nil, nil, 100])
            // A person takes it off frame 2: it stays away, whatever moves.
            let second = try #require((await film.on(2)).first)
            let delete: JSON = ["action": "delete", "id": second["id"] ?? .null, "version": second["version"] ?? .null]
            #expect((await film.edit(2, [delete])).status == 200)
            let zero = try #require((await film.on(0)).first)
            #expect(zero["version"]?.int == 2)
            _ = await film.update(0, zero, [("geometry", box(20, 20))])
            #expect(await film.edges() == [20, 25, nil, 35, 40, nil, nil, nil, nil, nil, 100])
            // The delete is undone by creating with the version of the grave.
            var again = create(try #require(ID(second["id"]?.string ?? "")), label: film.labels[0], box(20, 20)).object ?? JSONObject()
            again["version"] = .int((second["version"]?.int ?? 0) + 1)
            again["track"] = film.place(first, key: false)
            #expect((await film.edit(2, [.object(again)])).status == 200)
            #expect(await film.edges() == [20, 25, 30, 35, 40, nil, nil, nil, nil, nil, 100])
            // Without its later keyframes the track ends at frame 4.
            let tenth = try #require((await film.on(10)).first)
            _ = await film.edit(10, [["action": "delete", "id": tenth["id"] ?? .null, "version": tenth["version"] ?? .null]])
            #expect(await film.keyframes(first) == [0, 4])
        }
    }

    @Test(arguments: TestEngine.available) func conflictsAreThoseOfEveryEdit(_ engine: TestEngine) async throws {
        try await Film.with(engine) { film in
            let first = ID.make(), last = ID.make()
            await film.draw(0, first, 0)
            await film.draw(10, last, 100, track: film.place(first))
            let stale = try #require((await film.on(5)).first)
            let tenth = try #require((await film.on(10)).first)
            _ = await film.update(10, tenth, [("geometry", box(200, 20))])
            let refused = await film.update(5, stale, [("geometry", box(1, 1))])
            #expect(refused.status == 409)
            #expect(refused.json["annotations"]?.array?.first?["geometry"]?["x"]?.double == 100)
            #expect(await film.edges() == (0...10).map { Double($0) * 20 })
        }
    }

    @Test(arguments: TestEngine.available) func wrongTracksAreRefusedByName(_ engine: TestEngine) async throws {
        try await Film.with(engine) { film in
            let first = ID.make()
            await film.draw(0, first, 0, track: film.place(first))
            func fault(_ response: TestResponse) -> String? { response.json["errors"]?.array?.first?["field"]?.string }
            // Another sequence, one that is not there, no sequence at all.
            let stranger: JSON = ["id": film.id(first), "sequence_id": film.id(ID.make())]
            let unknown = await film.draw(5, ID.make(), 1, track: stranger)
            #expect(unknown.status == 422 && fault(unknown) == "ops[0].track.sequence_id")
            let loose = try await film.fixture.image(in: film.project, 99)
            var placed = create(ID.make(), label: film.labels[0], box(1, 1)).object ?? JSONObject()
            placed["track"] = film.place(first)
            let onLoose = await film.fixture.call(
                "root", .patch, "/api/images/\(loose)/annotations",
                ["ops": [.object(placed)]])
            #expect(onLoose.status == 422)
            let half: JSON = ["id": film.id(first)]
            #expect((await film.draw(5, ID.make(), 1, track: half)).status == 422)
            // Two objects of one track on one frame.
            let twice = await film.draw(0, ID.make(), 50, track: film.place(first))
            #expect(twice.status == 422 && twice.text.contains("another object on this image"))
            #expect((await film.on(0)).count == 1)
            // A track through two sequences.
            let again = try await Film.sequence(film.fixture, film.project, Array(film.images.reversed()))
            let other: JSON = ["id": film.id(first), "sequence_id": film.id(again)]
            #expect((await film.draw(6, ID.make(), 1, track: other)).status == 422)
            #expect(await film.keyframes(first) == [0])
        }
    }

    @Test(arguments: TestEngine.available) func framesGoToTheBinAndSequencesApart(_ engine: TestEngine) async throws {
        try await Film.with(engine) { film in
            let first = ID.make(), last = ID.make(), call = film.fixture.call
            await film.draw(0, first, 0)
            await film.draw(10, last, 100, track: film.place(first))
            func count() async -> Int64? { (await call("root", .get, "/api/sequences/\(film.sequence)", nil)).json["frame_count"]?.int }
            #expect(await count() == 11)
            #expect((await call("root", .delete, "/api/images/\(film.images[5])", nil)).status == 204)
            #expect(await count() == 10)
            let frames = (await call("root", .get, "/api/sequences/\(film.sequence)/frames?limit=4", nil)).json
            #expect(frames["items"]?.array?.compactMap { $0["index"]?.int } == [0, 1, 2, 3])
            let cursor = frames["next_cursor"]?.string ?? ""
            let rest = (await call("root", .get, "/api/sequences/\(film.sequence)/frames?cursor=\(cursor)", nil)).json
            #expect(rest["items"]?.array?.compactMap { $0["index"]?.int } == [4, 6, 7, 8, 9, 10])
            // The others go on without it.
            let tenth = try #require((await film.on(10)).first)
            _ = await film.update(10, tenth, [("geometry", box(200, 20))])
            #expect((await film.on(4)).first?["geometry"]?["x"]?.double == 80)
            #expect((await call("root", .post, "/api/images/\(film.images[5])/restore", nil)).status == 200)
            #expect(await count() == 11)
            // Images of the sequence, in its order and filtered.
            let list = "/api/projects/\(film.project)/images?sequence_id=\(film.sequence)"
            let page = (await call("root", .get, "\(list)&sort=-frame&limit=3", nil)).json
            #expect(page["items"]?.array?.compactMap { $0["id"]?.string } == [film.images[10], film.images[9], film.images[8]])
            let next = (await call("root", .get, "\(list)&sort=-frame&limit=3&cursor=\(page["next_cursor"]?.string ?? "")", nil)).json
            #expect(next["items"]?.array?.first?["id"]?.string == film.images[7])
            #expect((await call("root", .get, "/api/projects/\(film.project)/images?sort=frame", nil)).status == 422)
            #expect((await call("root", .get, "\(list)&status=NEW", nil)).json["items"]?.array?.isEmpty == true)
            // Renamed, and taken apart: what is on the frames stays, each on its own.
            let renamed = await call("root", .patch, "/api/sequences/\(film.sequence)", ["name": "street"])
            #expect(renamed.json["name"] == "street")
            #expect((await call("root", .patch, "/api/sequences/\(film.sequence)", ["name": ""])).status == 422)
            #expect((await call("root", .delete, "/api/sequences/\(film.sequence)", nil)).status == 204)
            #expect((await call("root", .get, "/api/sequences/\(film.sequence)", nil)).status == 404)
            let left = try #require((await film.on(5)).first)
            #expect(left["track"]?.isNull == true)
            #expect((await film.update(5, left, [("geometry", box(7, 7))])).status == 200)
            #expect((await film.on(6)).first?["geometry"]?["x"]?.double == 120)
        }
    }

    @Test(arguments: TestEngine.available) func goingBackInTheHistoryMovesTheTrack(_ engine: TestEngine) async throws {
        try await Film.with(engine) { film in
            let first = ID.make(), last = ID.make()
            await film.draw(0, first, 0)
            await film.draw(10, last, 100, track: film.place(first))
            let tenth = try #require((await film.on(10)).first)
            _ = await film.update(10, tenth, [("geometry", box(200, 20))])
            let path = "/api/images/\(film.images[10])/annotations"
            let newest = (await film.fixture.call("root", .get, "\(path)/history")).json["items"]?.array?.first?["id"] ?? .null
            let back = await film.fixture.call("root", .post, "\(path)/restore", ["history_id": newest, "before": true])
            #expect(back.json["changed"]?.int == 1, "\(back.text)")
            #expect(await film.edges() == (0...10).map { Double($0) * 10 })
        }
    }

    @Test(arguments: TestEngine.available) func theWholeTrackTakesALabelAndFramesThatLeaveAreCutOff(_ engine: TestEngine) async throws {
        try await Film.with(engine) { film in
            let first = ID.make(), last = ID.make()
            await film.draw(0, first, 0)
            await film.draw(10, last, 100, track: film.place(first))
            let fifth = try #require((await film.on(5)).first)
            _ = await film.update(5, fifth, [("label_id", .string(film.labels[1]))])
            for frame in film.images.indices { #expect((await film.on(frame)).first?["label_id"]?.string == film.labels[1]) }
            let labels = (await film.fixture.call("root", .get, "/api/projects/\(film.project)/labels")).json["items"]?.array
            #expect(labels?.map { $0["annotation_count"]?.int } == [0, 11])
            // Taken out of the track by hand: the others go on without it, and it stays.
            let out = try #require((await film.on(5)).first)
            let cut = await film.update(5, out, [("track", .null)])
            #expect(cut.json["annotations"]?.array?.first?["track"]?.isNull == true)
            #expect((await film.on(5)).count == 2)
            // As an image that moves to another project leaves.
            let third = try ID(film.images[3]).orNotFound("image")
            try await film.fixture.database.write { try SequenceStore.release($0, [third]) }
            let left = try #require((await film.on(3)).first)
            #expect(left["track"]?.isNull == true)
            let sequence = (await film.fixture.call("root", .get, "/api/sequences/\(film.sequence)")).json
            #expect(sequence["frame_count"]?.int == 10)
            let history = (await film.fixture.call("root", .get, "/api/images/\(film.images[3])/annotations/history")).json["items"]?.array
            let back = await film.fixture.call(
                "root", .post, "/api/images/\(film.images[3])/annotations/restore", ["history_id": history?.last?["id"] ?? .null])
            // Its track is not here any more: it comes back without it.
            #expect(back.status == 200, "\(back.text)")
            #expect((await film.on(3)).first?["track"]?.isNull == true)
        }
    }

    /// Frames 3 and 4 of a still scene are one image.
    @Test(arguments: TestEngine.available) func equalFramesAreOneImage(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root")
            var images: [String] = []
            for seed in 0..<4 { images.append(try await fixture.image(in: project.id, seed)) }
            let sequence = try await Film.sequence(fixture, project.id, [0, 1, 2, 2, 3].map { images[$0] })
            let frames = (await fixture.call("root", .get, "/api/sequences/\(sequence)/frames")).json["items"]?.array
            #expect(frames?.compactMap { $0["image_id"]?.string } == [0, 1, 2, 2, 3].map { images[$0] })
            #expect((await fixture.call("root", .get, "/api/sequences/\(sequence)")).json["frame_count"]?.int == 5)
            let list = await fixture.call("root", .get, "/api/projects/\(project.id)/images?sequence_id=\(sequence)&sort=frame")
            #expect(list.json["items"]?.array?.compactMap { $0["id"]?.string } == images)
        }
    }

    /// Two people move the two ends of a track at the same time, many times over: nobody waits for ever, and nothing is lost.
    @Test(arguments: TestEngine.available) func twoWritersOfOneTrack(_ engine: TestEngine) async throws {
        try await Film.with(engine) { film in
            let first = ID.make(), last = ID.make()
            await film.draw(0, first, 0)
            await film.draw(10, last, 100, track: film.place(first))
            await withTaskGroup(of: Void.self) { group in
                for frame in [0, 5, 10] {
                    group.addTask {
                        for round in 1...8 {
                            guard let now = (await film.on(frame)).first else { continue }
                            let answer = await film.update(frame, now, [("geometry", box(Double(frame * 10 + round), 20))])
                            if ![200, 409].contains(answer.status) { Issue.record("\(answer.status) \(answer.text)") }
                        }
                    }
                }
                group.addTask {
                    for _ in 1...8 {
                        _ = await film.fixture.call("root", .delete, "/api/images/\(film.images[7])")
                        _ = await film.fixture.call("root", .post, "/api/images/\(film.images[7])/restore")
                    }
                }
            }
            let five = try #require((await film.on(5)).first)
            let ten = try #require((await film.on(10)).first)
            _ = await film.update(10, ten, [("geometry", box(150, 20))])
            let edges = await film.edges()
            let (start, middle) = (try #require(edges[0]), try #require(five["geometry"]?["x"]?.double))
            // What is between is what the keyframes say at the end.
            let expected: [Double] = (0...10).map { frame in
                let value = frame <= 5 ? start + (middle - start) * Double(frame) / 5 : middle + (150 - middle) * Double(frame - 5) / 5
                return (value * 1000).rounded() / 1000
            }
            if five["track"]?["is_keyframe"] == true { #expect(edges == expected) }
            let project = (await film.fixture.call("root", .get, "/api/projects/\(film.project)")).json
            #expect(project["annotation_count"]?.int == 11)
        }
    }
}
