import Core
import Database
import HTTPServer
import Identity
import TestSupport
import Testing

@testable import Library

@Suite struct FilterTests {
    @Test(arguments: Ground.available) func eachFilterFindsWhatItSays(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(5)
            func found(_ filter: String) async -> [Int] { await fixture.listed(filter).compactMap { made.firstIndex(of: $0) } }
            let cat = try await fixture.label("cat"), dog = try await fixture.label("dog")
            await fixture.annotate(made[0], cat, box(1, 1, 5, 5))
            await fixture.annotate(made[0], cat, box(2, 2, 5, 5))
            await fixture.annotate(made[1], dog, ["type": "polygon", "points": [[1, 1], [9, 1], [9, 9]]])
            await fixture.annotate(made[2], dog, box(1, 1, 5, 5), predicted: true)
            let open = await fixture.call(.post, "/api/images/\(made[3])/comments", ["body": "look"]).json["id"]?.string ?? ""
            let closed = await fixture.call(.post, "/api/images/\(made[4])/comments", ["body": "done"]).json["id"]?.string ?? ""
            _ = await fixture.call(.patch, "/api/comments/\(closed)", ["resolved": true])
            #expect(await fixture.bulk([made[3], made[0]], "null", ["is_null": true]).json["changed"]?.int == 1)

            #expect(await found("without_label_id=\(cat)") == [1, 2, 3, 4])
            #expect(await found("label_id=\(dog)&without_label_id=\(cat)") == [1, 2])
            #expect(await found("geometry_type=box") == [0, 2])
            #expect(await found("geometry_type=polygon") == [1])
            #expect(await found("geometry_type=image") == [])
            // Pictures are 64, 65, ... pixels wide and 48 high.
            #expect(await found("min_width=65&max_width=66") == [1, 2])
            #expect(await found("min_height=49") == [])
            #expect(await found("max_megapixels=0.00312") == [0, 1])
            #expect(await found("min_megapixels=0.003168") == [2, 3, 4])
            #expect(await found("min_bytes=1&max_bytes=100000000").count == 5)
            #expect(await found("max_bytes=1") == [])
            #expect(await found("has_comments=true") == [3, 4])
            #expect(await found("has_comments=false") == [0, 1, 2])
            #expect(await found("has_open_comments=true") == [3])
            #expect(await found("has_open_comments=false") == [0, 1, 2, 4])
            _ = await fixture.call(.patch, "/api/comments/\(open)", ["resolved": true])
            #expect(await found("has_open_comments=true") == [])
            #expect(await found("has_predictions=true") == [2])
            #expect(await found("has_predictions=false") == [0, 1, 3, 4])
            #expect(await found("min_annotations=2") == [0])
            #expect(await found("min_annotations=1&max_annotations=1") == [1, 2])
            #expect(await found("is_null=true") == [3])
            #expect(await found("is_null=false") == [0, 1, 2, 4])
            let me = await fixture.call(.get, "/api/auth/me").json["id"]?.string ?? ""
            #expect(await found("uploaded_by=\(me)").count == 5)
            #expect(await found("uploaded_by=\(ID.make())") == [])
            let second = await fixture.image(made[1])["created_at"]?.string ?? ""
            #expect(await found("created_from=\(second)") == [1, 2, 3, 4])
            #expect(await found("created_to=\(second)") == [0])
            // All at once, and counted.
            let all = "label_id=\(dog)&without_label_id=\(cat)&geometry_type=box&has_predictions=true&min_width=66&is_null=false&text=picture"
            #expect(await found(all) == [2])
            #expect(await fixture.call(.get, "/api/projects/\(fixture.project)/images/count?\(all)").json["count"]?.int == 1)
        }
    }

    /// Keys and values are people's: they are compared, and nothing in them is a path or a statement.
    @Test(arguments: Ground.available) func metadataIsComparedNotInterpreted(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(4)
            let texts: [JSON] = [
                ["site": "Basel", "count": 7, "ok": true, "ratio": 0.5, "none": nil], ["site": "Bern", "a.b": "x", "a": ["b": "y"]],
                ["' OR 1=1 --": "x", "$": "dollar", "0": "nought", "\"": "quote"], [:],
            ]
            for (id, metadata) in zip(made, texts) {
                #expect(await fixture.call(.patch, "/api/images/\(id)/metadata", ["metadata": metadata]).status == 200)
            }
            func found(_ pair: String) async -> [Int] {
                let text = pair.utf8.map { byte in
                    let hex = String(byte, radix: 16, uppercase: true)
                    return "%" + (hex.count == 1 ? "0" : "") + hex
                }.joined()
                return await fixture.listed("metadata=\(text)").compactMap { made.firstIndex(of: $0) }
            }
            #expect(await found("site=Basel") == [0])
            #expect(await found("site=basel") == [])
            #expect(await found("count=7") == [0])
            #expect(await found("ok=true") == [0])
            #expect(await found("ok=1") == [])
            #expect(await found("ratio=0.5") == [0])
            #expect(await found("none=null") == [])
            #expect(await found("a.b=x") == [1])
            #expect(await found("a.b=y") == [])
            #expect(await found("$=dollar") == [2])
            #expect(await found("0=nought") == [2])
            #expect(await found("\"=quote") == [2])
            #expect(await found("' OR 1=1 --=x") == [])
            #expect(await found("site=' OR '1'='1") == [])
            #expect(await found("x') OR 1=1 --=1") == [])
            for wrong in ["site", "%3Dx", "x"] {
                #expect(await fixture.call(.get, "/api/projects/\(fixture.project)/images?metadata=\(wrong)").status == 422, "\(wrong)")
            }
            let many = await fixture.call(
                .get, "/api/projects/\(fixture.project)/images?min_width=-1&created_from=now&geometry_type=circle&is_null=perhaps&uploaded_by=x")
            #expect(many.status == 422 && many.json["errors"]?.array?.count == 5, "\(many.text)")
        }
    }

    /// A null image is no longer one when an object is found on it.
    @Test(arguments: Ground.available) func anObjectEndsNull(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(1)
            let label = try await fixture.label("cat")
            _ = await fixture.bulk(made, "null", ["is_null": true])
            #expect(await fixture.image(made[0])["is_null"]?.bool == true)
            await fixture.annotate(made[0], label, box(1, 1, 4, 4))
            #expect(await fixture.image(made[0])["is_null"]?.bool == false)
        }
    }

    /// Filters never cost the order: the list goes by an index of the project's, whatever else must hold.
    @Test(arguments: TestEngine.available) func filteredListsKeepToTheProjectsIndexes(_ engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: IdentitySchema.migrations + LibrarySchema.migrations) { database in
            var filters = Swift.Array(repeating: ImageListQuery(), count: 6)
            filters[0].status = .done
            filters[1].withoutLabelID = .make()
            filters[2].geometryType = "polygon"
            filters[3].metadata = "site=Basel"
            filters[4].hasPredictions = true
            filters[5].hasOpenComments = true
            for filter in filters {
                let plan = try await database.read { connection in
                    let (sql, values) = try ImageStore.pageStatement(connection.dialect, .project(.make()), filter)
                    return try connection.plan(sql, values: values).joined(separator: "\n")
                }
                #expect(!plan.contains("Seq Scan") && !plan.contains("SCAN i\n"), "\(plan)")
            }
        }
    }
}
