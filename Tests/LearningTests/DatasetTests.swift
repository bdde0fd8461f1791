import Core
import Database
import DatasetFormats
import HTTPServer
import Testing
import TestSupport

@testable import Learning

@Suite struct DatasetTests {
    @Test(arguments: TestEngine.available) func theSameContentIsTheSameManifest(_ engine: TestEngine) async throws {
        try await LearningFixture.with(engine) { fixture in
            let first = try await fixture.project()
            let second = try await fixture.project()
            for seed in 0..<12 { try await fixture.addPicture(first, seed) }
            // The other way round and in another project: what is said is the same.
            for seed in (0..<12).reversed() { try await fixture.addPicture(second, seed) }
            func make(_ project: String, _ body: JSON) async -> JSON {
                await fixture.call("owner", .post, "/api/projects/\(project)/datasets", body).json
            }
            let a = await make(first, ["name": "a", "seed": 7])
            let b = await make(second, ["name": "another name", "seed": 7])
            let c = await make(first, ["name": "c", "seed": 8])
            let d = await make(first, ["name": "d", "seed": 7, "augmentation": ["mosaic": 1, "fliplr": 0.5]])
            let e = await make(first, ["name": "e", "seed": 7, "augmentation": ["fliplr": 0.5, "mosaic": 1]])
            #expect(a["manifest_sha256"]?.string?.count == 64)
            #expect(a["manifest_sha256"] == b["manifest_sha256"])
            #expect(a["manifest_sha256"] != c["manifest_sha256"])
            #expect(a["manifest_sha256"] != d["manifest_sha256"] && d["manifest_sha256"] == e["manifest_sha256"])
            #expect([a, c, d, e].map { $0["version"] } == [1, 2, 3, 4] && b["version"] == 1)
            #expect(a["by_split"] == ["train": 10, "val": 1, "test": 1] && a["image_count"] == 12 && a["annotation_count"] == 12)
            let digest = try #require(Digest(hex: a["manifest_sha256"]?.string ?? ""))
            let lines = String(decoding: try await fixture.store.bytes(digest), as: UTF8.self).split(separator: "\n")
            #expect(lines.count == 13 && SHA256.digest(lines.joined(separator: "\n") + "\n") == digest)
            let rows = try await fixture.database.read { try $0.integer("SELECT count(*) FROM dataset_blobs") }
            #expect(rows == 60)
        }
    }

    @Test(arguments: TestEngine.available) func splitsThatAreThereStayAndFiltersHold(_ engine: TestEngine) async throws {
        try await LearningFixture.with(engine) { fixture in
            let project = try await fixture.project()
            for seed in 0..<6 { try await fixture.addPicture(project, seed, split: ["train", "val", "test"][seed % 3]) }
            for seed in 6..<10 { try await fixture.addPicture(project, seed, labelled: false) }
            let path = "/api/projects/\(project)/datasets"
            let all = await fixture.call("owner", .post, path, ["name": "all", "splits": ["train": 1, "val": 0, "test": 0]]).json
            // Images that nobody has looked at stay out.
            #expect(all["by_split"] == ["train": 2, "val": 2, "test": 2])
            let labelled = await fixture.call("owner", .post, path, ["name": "labelled", "filter": ["annotated": true]]).json
            #expect(labelled["image_count"] == 6)
            let none = await fixture.call("owner", .post, path, ["name": "none", "filter": ["status": "DONE"]])
            #expect(none.status == 422)
            let wrong = await fixture.call(
                "owner", .post, path,
                ["name": "", "seed": -1, "filter": ["colour": 1], "augmentation": ["mosaik": 1], "splits": ["train": 0, "val": 0, "test": 0]])
            let fields = wrong.json["errors"]?.array?.compactMap { $0["field"]?.string } ?? []
            #expect(wrong.status == 422)
            #expect(Set(fields).isSuperset(of: ["name", "seed", "splits"]), "\(fields)")
            let unknown = await fixture.call("owner", .post, path, ["name": "x", "filter": ["colour": 1], "augmentation": ["mosaik": 1]])
            #expect(unknown.json["errors"]?.array?.compactMap { $0["field"]?.string } == ["augmentation.mosaik", "filter.colour"])
            let page = await fixture.call("owner", .get, "\(path)?limit=1").json
            #expect(page["items"]?.array?.first?["name"] == "labelled" && page["total"] == 2)
            let next = await fixture.call("owner", .get, "\(path)?limit=1&cursor=\(page["next_cursor"]?.string ?? "")").json
            #expect(next["items"]?.array?.first?["name"] == "all" && next["next_cursor"] == .null)
            try await fixture.database.write { try $0.execute("UPDATE images SET status = 'DONE' WHERE annotation_count = 0") }
            let done = await fixture.call("owner", .post, path, ["name": "done", "splits": ["train": 1, "val": 0, "test": 0]]).json
            #expect(done["by_split"] == ["train": 6, "val": 2, "test": 2])
        }
    }

    @Test(arguments: TestEngine.available) func statisticsAndValidationSayWhatIsInIt(_ engine: TestEngine) async throws {
        try await LearningFixture.with(engine) { fixture in
            let project = try await fixture.project(labels: ["dark", "light", "never"])
            for seed in 0..<20 { try await fixture.addPicture(project, seed, split: seed < 16 ? "train" : "val") }
            let id = await fixture.call("owner", .post, "/api/projects/\(project)/datasets", ["name": "v"]).json["id"]?.string ?? ""
            let statistics = await fixture.call("owner", .get, "/api/datasets/\(id)/statistics").json
            #expect(statistics["by_label"]?.array?.first == ["name": "dark", "train": 8, "val": 2, "test": 0, "total": 10])
            #expect(statistics["box_area"]?["counts"]?.array?.compactMap(\.int).reduce(0, +) == 20)
            let validation = await fixture.call("owner", .get, "/api/datasets/\(id)/validate").json
            #expect(validation["ok"] == true)
            let warnings = validation["warnings"]?.array?.compactMap(\.string) ?? []
            #expect(warnings.contains { $0.contains("never") } && !warnings.contains { $0.contains("validation images") })
            let pose = try await fixture.project("POSE")
            for seed in 0..<3 { try await fixture.addPicture(pose, seed) }
            let other = await fixture.call("owner", .post, "/api/projects/\(pose)/datasets", ["name": "v"]).json["id"]?.string ?? ""
            let useless = await fixture.call("owner", .get, "/api/datasets/\(other)/validate").json
            #expect(useless["ok"] == false)
        }
    }

    @Test(arguments: TestEngine.available) func aVersionIsExportedAsItWas(_ engine: TestEngine) async throws {
        try await LearningFixture.with(engine) { fixture in
            let project = try await fixture.project()
            for seed in 0..<70 { try await fixture.addPicture(project, seed, split: seed < 60 ? "train" : "test") }
            let id = await fixture.call("owner", .post, "/api/projects/\(project)/datasets", ["name": "v"]).json["id"]?.string ?? ""
            // What happens to the project afterwards does not matter.
            try await fixture.database.write { try $0.execute("UPDATE images SET split = 'val', deleted_at = 1 WHERE filename = '3.bmp'") }
            try await fixture.database.write { try $0.execute("DELETE FROM annotations") }
            let source = try #require(try await fixture.learning.datasets.exportSource(ID(id) ?? .make()))
            var images: [DatasetImage] = []
            while true {
                let items = try await source.next()
                if items.isEmpty { break }
                images += items.map(\.image)
            }
            #expect(source.classes == ["dark", "light"] && images.count == 70)
            #expect(images.filter { $0.split == .test }.count == 10 && images.allSatisfy { $0.annotations.count == 1 })
            let none = try await fixture.learning.datasets.exportSource(.make())
            if none != nil { Issue.record("a version that is not there") }
        }
    }

    @Test(arguments: TestEngine.available) func onlyMembersSeeAndOnlyManagersMake(_ engine: TestEngine) async throws {
        try await LearningFixture.with(engine) { fixture in
            let project = try await fixture.project()
            try await fixture.addPicture(project, 1)
            let id = await fixture.call("owner", .post, "/api/projects/\(project)/datasets", ["name": "v"]).json["id"]?.string ?? ""
            for path in [
                "/api/datasets/\(id)", "/api/datasets/\(id)/statistics", "/api/datasets/\(id)/validate", "/api/projects/\(project)/datasets",
            ] {
                #expect(await fixture.call("other", .get, path).status == 404, "\(path)")
                #expect(await fixture.call("nobody", .get, path).status == 401, "\(path)")
                #expect(await fixture.call("owner", .get, path).status == 200, "\(path)")
            }
            #expect(await fixture.call("other", .post, "/api/projects/\(project)/datasets", ["name": "v"]).status == 404)
            let asProject = await fixture.call("owner", .get, "/api/datasets/\(project)")
            #expect(asProject.status == 307 && asProject.headers["Location"] == "/api/projects/\(project)")
        }
    }

    @Test(arguments: TestEngine.available) func theSchemaIsWhatTheCodeExpects(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: LearningFixture.migrations) { database in
            let differences = try await database.read { connection in
                let mine = Set(LearningSchema.tables.map(\.name))
                return try SchemaInspector.differences(LearningSchema.tables, connection).filter { line in mine.contains { line.hasPrefix($0) } }
            }
            #expect(differences == [])
        }
    }

    @Test func sharesGiveEveryPartAnImage() {
        #expect(SplitShares().counts(of: 10) == DatasetSplitCounts(train: 8, val: 1, test: 1))
        #expect(SplitShares().counts(of: 3) == DatasetSplitCounts(train: 1, val: 1, test: 1))
        #expect(SplitShares().counts(of: 1) == DatasetSplitCounts(train: 1))
        #expect(SplitShares(train: 70, val: 30, test: 0).counts(of: 100) == DatasetSplitCounts(train: 70, val: 30))
        #expect(SplitShares().counts(of: 0) == DatasetSplitCounts())
        #expect(SplitShares(train: 0, val: 1, test: 1).counts(of: 5) == DatasetSplitCounts(val: 3, test: 2))
    }

    @Test func canonicalJSONHasOneSpelling() throws {
        let a = try JSON.parse(#"{"b":{"y":1,"x":[2,{"d":1,"c":2}]},"a":null}"#)
        let b = try JSON.parse(#"{"a":null,"b":{"x":[2,{"c":2,"d":1}],"y":1}}"#)
        #expect(a.canonical.text == b.canonical.text && a.canonical.text == #"{"a":null,"b":{"x":[2,{"c":2,"d":1}],"y":1}}"#)
    }
}
