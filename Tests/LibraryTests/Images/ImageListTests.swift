import Core
import Database
import HTTPServer
import Identity
import TestSupport
import Testing

@testable import Library

@Suite struct ImageListTests {
    private func ids(_ answer: TestResponse) -> [String] { (answer.json["items"]?.array ?? []).compactMap { $0["id"]?.string } }

    /// Pages in every order give each image once, in order, whatever the page's size.
    @Test(arguments: Ground.available) func cursorsWalkEveryOrder(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(11)
            try await fixture.database.write { connection in
                for (index, id) in made.enumerated() {
                    // Ties on purpose: the id decides.
                    try connection.execute(
                        "UPDATE images SET annotation_count = $2, filename = $3 WHERE id = $1", try ID(id).orNotFound(""), index / 3,
                        ["b", "a", "ä", "B"][index % 4])
                }
            }
            // The order of frames is a sequence's (TrackTests), that of a measure is of those that were measured.
            for sort in ImageSort.allCases where !sort.isByFrame && sort.measure == nil {
                let path = "/api/projects/\(fixture.project)/images?sort=\(sort.rawValue)"
                let whole = await fixture.call(.get, path)
                #expect(Set(ids(whole)) == Set(made))
                #expect(whole.json["total"]?.int == 11)
                var walked: [String] = []
                var cursor: String?
                repeat {
                    let page = await fixture.call(.get, path + "&limit=4" + (cursor.map { "&cursor=\($0)" } ?? ""))
                    walked += ids(page)
                    cursor = page.json["next_cursor"]?.string
                } while cursor != nil
                #expect(walked == ids(whole), "\(sort)")
            }
            #expect(ids(await fixture.call(.get, "/api/projects/\(fixture.project)/images?sort=created_at")) == made)
            let first = await fixture.call(.get, "/api/projects/\(fixture.project)/images?limit=2")
            let foreign = first.json["next_cursor"]?.string ?? ""
            #expect(await fixture.call(.get, "/api/projects/\(fixture.project)/images?sort=size&cursor=\(foreign)").status == 422)
        }
    }

    @Test(arguments: Ground.available) func filtersNarrow(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(4)
            let path = "/api/projects/\(fixture.project)/images?sort=created_at"
            func listed(_ filter: String) async -> [Int] {
                ids(await fixture.call(.get, "\(path)&\(filter)")).compactMap { made.firstIndex(of: $0) }
            }
            _ = await fixture.call(.patch, "/api/images/\(made[0])/status", ["status": "DONE"])
            _ = await fixture.call(.patch, "/api/images/\(made[1])/review", ["review_status": "REJECTED"])
            _ = await fixture.call(.patch, "/api/images/\(made[2])/split", ["split": "valid"])
            let tag = await fixture.call(.post, "/api/projects/\(fixture.project)/tags", ["name": "blurred"]).json["id"]?.string ?? ""
            _ = await fixture.call(.patch, "/api/images/tags", ["image_ids": [.string(made[3])], "add": [.string(tag)]])
            let labels = await fixture.call(.get, "/api/projects/\(fixture.project)/labels")
            let label = try #require(labels.json["items"]?.array?[0]["id"]?.string)
            let box: JSON = ["type": "box", "x": 1, "y": 1, "width": 5, "height": 5]
            let edit = await fixture.call(
                .patch, "/api/images/\(made[1])/annotations",
                ["ops": [["action": "create", "id": .string(ID.make().description), "label_id": .string(label), "geometry": box]]])
            #expect(edit.status == 200, "\(edit.text)")

            #expect(await listed("status=DONE") == [0])
            #expect(await listed("review_status=REJECTED") == [1])
            #expect(await listed("split=val") == [2])
            #expect(await listed("tag_id=\(tag)") == [3])
            #expect(await listed("label_id=\(label)") == [1])
            #expect(await listed("annotated=true") == [1])
            #expect(await listed("annotated=false") == [0, 2, 3])
            #expect(await listed("text=TURE%202") == [2])
            #expect(await listed("text=%25") == [])
            #expect(await listed("status=NEW&annotated=false") == [2, 3])
            let tagged = await fixture.call(.get, "\(path)&tag_id=\(tag)")
            #expect(tagged.json["items"]?.array?[0]["tag_ids"]?.array == [.string(tag)])
            #expect(tagged.json["total"]?.isNull == true)
            let wrong = await fixture.call(.get, "\(path)&status=LATER&split=5&limit=0")
            #expect(wrong.json["errors"]?.array?.count == 3)
        }
    }

    @Test(arguments: Ground.available) func everyoneSeesWhatTheyMay(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let mine = try await fixture.pictures(2)
            #expect(Set(ids(await fixture.call(.get, "/api/images"))) == Set(mine))
            #expect(ids(await fixture.call("eve", .get, "/api/images")).isEmpty)
            #expect(ids(await fixture.call("root", .get, "/api/images")).count == 2)
            for sort in ImageSort.allCases where !sort.isByFrame && sort.measure == nil {
                let whole = ids(await fixture.call(.get, "/api/images?sort=\(sort.rawValue)"))
                let first = await fixture.call(.get, "/api/images?sort=\(sort.rawValue)&limit=1")
                let cursor = first.json["next_cursor"]?.string ?? ""
                let second = await fixture.call(.get, "/api/images?sort=\(sort.rawValue)&limit=1&cursor=\(cursor)")
                #expect(ids(first) + ids(second) == whole, "\(sort)")
            }
            #expect(await fixture.call("eve", .get, "/api/projects/\(fixture.project)/images").status == 404)
            _ = await fixture.call(.patch, "/api/projects/\(fixture.project)", ["is_public": true])
            #expect(ids(await fixture.call("eve", .get, "/api/images")).count == 2)
        }
    }

    /// Lists read in the order of an index and stop at the limit: no sorting, no scanning of the table.
    @Test(arguments: TestEngine.available) func hotListsUseTheirIndexes(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: IdentitySchema.migrations + LibrarySchema.migrations) { database in
            for (sort, index) in [
                (ImageSort.newest, "images_newest"), (.oldest, "images_newest"), (.name, "images_by_name"), (.most, "images_by_count"),
                (.largest, "images_by_size"), (.latest, "images_by_update"), (.widest, "images_by_width"), (.lowest, "images_by_height"),
                (.brisqueDown, "quality_by_brisque"),
                (.sharpness, "quality_by_sharpness"), (.uniquenessDown, "coverage_by_uniqueness"),
            ] {
                // PostgreSQL sorts a join of empty tables whatever indexes there are.
                if engine == .postgres, sort.measure != nil { continue }
                for withCursor in [false, true] {
                    var query = ImageListQuery()
                    query.sort = sort
                    if withCursor {
                        let value: JSON = sort == .name ? "x" : 5
                        query.cursor = Cursor(.string(sort.rawValue), value, .string(ID.make().description))
                    }
                    let final = query
                    let plan = try await database.read { connection in
                        let (sql, values) = try ImageStore.pageStatement(connection.dialect, .project(.make()), final)
                        return try connection.plan(sql, values: values).joined(separator: "\n")
                    }
                    #expect(plan.contains(index), "\(plan)")
                    #expect(!plan.contains("Sort") && !plan.contains("TEMP B-TREE") && !plan.contains("Seq Scan"), "\(plan)")
                }
            }
        }
    }
}
