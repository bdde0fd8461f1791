import Core
import HTTPServer
import Testing

@testable import Library

@Suite struct ClassifyTests {
    private func give(_ image: String, _ label: String, id: ID = .make()) -> JSON {
        ["image_id": .string(image), "ops": [create(id, label: label, imageClass)]]
    }

    @Test(arguments: Ground.available) func eachImageIsAllOrNothing(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(3)
            let cat = try await fixture.label("cat"), dog = try await fixture.label("dog")
            let path = "/api/projects/\(fixture.project)/classify"
            let first = ID.make(), second = ID.make()
            let answer = await fixture.call(
                .post, path,
                [
                    "items": [
                        ["image_id": .string(made[0]), "ops": [create(first, label: cat, imageClass), create(second, label: dog, imageClass)]],
                        [
                            "image_id": .string(made[1]),
                            "ops": [create(.make(), label: cat, imageClass), create(.make(), label: ID.make().description, imageClass)],
                        ],
                        give(ID.make().description, cat),
                    ]
                ])
            #expect(answer.status == 200, "\(answer.text)")
            let items = Dictionary(uniqueKeysWithValues: (answer.json["items"]?.array ?? []).map { ($0["image_id"]?.string ?? "", $0) })
            #expect(items[made[0]]?["annotations"]?.array?.count == 2)
            #expect(items[made[1]]?["status"]?.int == 422 && items[made[1]]?["annotations"]?.array?.isEmpty == true)
            #expect(items.values.count { $0["status"]?.int == 404 } == 1)
            #expect(await fixture.counts() == [3, 0, 2])
            // Sending it twice is sending it once; a stale version is told with what is there.
            let again = await fixture.call(.post, path, ["items": [give(made[0], cat, id: first)]])
            #expect(again.json["items"]?.array?[0]["annotations"]?.array?.count == 2)
            let stale = await fixture.call(
                .post, path,
                ["items": [["image_id": .string(made[0]), "ops": [["action": "delete", "id": .string(first.description), "version": 9]]]]])
            #expect(stale.json["items"]?.array?[0]["status"]?.int == 409)
            #expect(stale.json["items"]?.array?[0]["annotations"]?.array?.count == 2)
            // Objects are not classes.
            let shape = await fixture.annotate(made[2], cat, box(1, 1, 4, 4))
            let taken = await fixture.call(
                .post, path, ["items": [["image_id": .string(made[2]), "ops": [["action": "delete", "id": .string(shape), "version": 1]]]]])
            #expect(taken.json["items"]?.array?[0]["status"]?.int == 422)
            let drawn = await fixture.call(
                .post, path, ["items": [["image_id": .string(made[2]), "ops": [create(.make(), label: cat, box(1, 1))]]]])
            #expect(drawn.status == 422 && drawn.text.contains("items[0].ops[0].geometry"))
            #expect(await fixture.call("eve", .post, path, ["items": [give(made[0], cat)]]).status == 404)
        }
    }

    /// Where each image has one class, whoever comes second hears of the first instead of adding another.
    @Test(arguments: Ground.available) func oneClassAnImage(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let made = try await fixture.pictures(1)
            let cat = try await fixture.label("cat"), dog = try await fixture.label("dog")
            _ = await fixture.call(.patch, "/api/projects/\(fixture.project)", ["task_type": "CLASSIFICATION"])
            let path = "/api/projects/\(fixture.project)/classify"
            async let one = fixture.call(.post, path, ["items": [give(made[0], cat)]])
            async let other = fixture.call(.post, path, ["items": [give(made[0], dog)]])
            let states = await [one, other].map { $0.json["items"]?.array?[0]["status"]?.int }
            #expect(Set(states) == [200, 409])
            let there = await fixture.call(.get, "/api/images/\(made[0])/annotations").json["items"]?.array ?? []
            #expect(there.count == 1)
            // Replacing is a delete and a create in one.
            let id = there[0]["id"] ?? .null
            let replaced = await fixture.call(
                .post, path,
                [
                    "items": [
                        [
                            "image_id": .string(made[0]),
                            "ops": [["action": "delete", "id": id, "version": 1], create(.make(), label: dog, imageClass)],
                        ]
                    ]
                ])
            #expect(replaced.json["items"]?.array?[0]["status"]?.int == 200, "\(replaced.text)")
            _ = await fixture.call(.patch, "/api/projects/\(fixture.project)", ["metadata": ["multi_label": true]])
            let both = await fixture.call(.post, path, ["items": [give(made[0], cat)]])
            #expect(both.json["items"]?.array?[0]["annotations"]?.array?.count == 2)
        }
    }
}
