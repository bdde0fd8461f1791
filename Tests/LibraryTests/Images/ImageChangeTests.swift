import Core
import Database
import HTTPServer
import Testing

@testable import Library

@Suite struct ImageChangeTests {
    @Test(arguments: Ground.available) func countsFollowStatusAndBin(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let ids = try await fixture.pictures(3)
            let all: JSON = .array(ids.map { .string($0) })
            let labels = await fixture.call(.get, "/api/projects/\(fixture.project)/labels")
            let label = try #require(labels.json["items"]?.array?[0]["id"]?.string)
            let box: JSON = ["type": "box", "x": 1, "y": 1, "width": 5, "height": 5]
            _ = await fixture.call(
                .patch, "/api/images/\(ids[0])/annotations",
                ["ops": [["action": "create", "id": .string(ID.make().description), "label_id": .string(label), "geometry": box]]])
            #expect(await fixture.call(.patch, "/api/images/status", ["image_ids": all, "status": "DONE"]).json["updated"]?.int == 3)
            #expect(await fixture.call(.patch, "/api/images/status", ["image_ids": all, "status": "DONE"]).json["updated"]?.int == 3)
            #expect(await fixture.counts() == [3, 3, 1])
            #expect(await fixture.call(.patch, "/api/images/\(ids[1])/status", ["status": "IN_PROGRESS"]).json["status"]?.string == "IN_PROGRESS")
            #expect(await fixture.counts() == [3, 2, 1])

            #expect(await fixture.call(.post, "/api/images/delete", ["image_ids": [.string(ids[0]), .string(ids[1])]]).json["updated"]?.int == 2)
            #expect(await fixture.counts() == [1, 1, 0])
            #expect(await fixture.call(.delete, "/api/images/\(ids[0])").status == 204)
            #expect(await fixture.counts() == [1, 1, 0])
            let bin = await fixture.call(.get, "/api/projects/\(fixture.project)/images?bin=true&sort=created_at")
            #expect(bin.json["items"]?.array?.compactMap { $0["id"]?.string } == Array(ids[..<2]))
            #expect(await fixture.call(.patch, "/api/images/\(ids[0])/status", ["status": "NEW"]).status == 409)

            let back = await fixture.call(.post, "/api/images/\(ids[0])/restore")
            #expect(back.json["deleted_at"]?.isNull == true)
            #expect(await fixture.counts() == [2, 2, 1])
            #expect(await fixture.call(.post, "/api/images/restore", ["image_ids": all]).json["updated"]?.int == 1)
            #expect(await fixture.counts() == [3, 2, 1])
            let label1 = await fixture.call(.get, "/api/projects/\(fixture.project)/labels").json["items"]?.array?[0]
            #expect(label1?["annotation_count"]?.int == 1)
        }
    }

    @Test(arguments: Ground.available) func aPictureThatCameAgainKeepsTheOldOneInTheBin(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let bytes = try Pictures.jpeg(40, 40)
            let first = await fixture.upload([("a.jpg", bytes)]).json["uploaded"]?.array?[0]["image_id"]?.string ?? ""
            _ = await fixture.call(.delete, "/api/images/\(first)")
            let second = await fixture.upload([("a.jpg", bytes)])
            #expect(second.json["uploaded"]?.array?[0]["duplicate_of"] == nil)
            #expect(await fixture.call(.post, "/api/images/\(first)/restore").status == 409)
            #expect(await fixture.call(.post, "/api/images/restore", ["image_ids": [.string(first)]]).json["updated"]?.int == 0)
            #expect(await fixture.counts()[0] == 1)
        }
    }

    @Test func rolesAreHeld() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            let id = try await fixture.pictures(1)[0]
            let one: JSON = [.string(id)]
            let changes: [(Role, HTTPMethod, String, JSON?)] = [
                (.annotator, .patch, "/api/images/\(id)/status", ["status": "NEW"]),
                (.annotator, .patch, "/api/images/\(id)/split", ["split": "test"]),
                (.annotator, .patch, "/api/images/\(id)/metadata", ["metadata": [:]]),
                (.reviewer, .patch, "/api/images/\(id)/review", ["review_status": "APPROVED"]),
                (.annotator, .patch, "/api/images/status", ["image_ids": one, "status": "NEW"]),
                (.annotator, .patch, "/api/images/split", ["image_ids": one, "split": "train"]),
                (.reviewer, .patch, "/api/images/review", ["image_ids": one, "review_status": "APPROVED"]),
                (.manager, .post, "/api/images/delete", ["image_ids": one]),
                (.manager, .post, "/api/images/restore", ["image_ids": one]),
                (.manager, .delete, "/api/images/\(id)", nil), (.manager, .post, "/api/images/\(id)/restore", nil),
            ]
            for (_, method, path, body) in changes {
                #expect(await fixture.call("eve", method, path, body).status == 404, "\(path)")
            }
            try await fixture.share(with: "bob", as: .viewer)
            for role in [Role.viewer, .annotator, .reviewer, .manager] {
                let bob = await fixture.call("bob", .get, "/api/auth/me").json["id"]?.string ?? ""
                _ = await fixture.call(.patch, "/api/projects/\(fixture.project)/members/\(bob)", ["role": .string(role.rawValue)])
                for (needed, method, path, body) in changes {
                    let status = await fixture.call("bob", method, path, body).status
                    #expect(role >= needed ? status < 300 : status == 403, "\(role) \(method) \(path): \(status)")
                }
            }
        }
    }

    @Test func bulkChangesStayInOneProject() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            let here = try await fixture.pictures(1)[0]
            let other = await fixture.call(.post, "/api/projects", ["name": "Other", "task_type": "DETECTION"]).json["id"]?.string
            let there = try await fixture.pictures(1, to: other)[0]
            let both = await fixture.call(.patch, "/api/images/status", ["image_ids": [.string(here), .string(there)], "status": "DONE"])
            #expect(both.status == 422)
            let nobody = await fixture.call(.patch, "/api/images/status", ["image_ids": [.string(ID.make().description)], "status": "DONE"])
            #expect(nobody.status == 404)
            let wrong = await fixture.call(.patch, "/api/images/status", ["image_ids": [], "status": "SOON"])
            #expect(wrong.json["errors"]?.array?.count == 2)
        }
    }

    @Test func metadataIsReplaced() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            let id = try await fixture.pictures(1)[0]
            let patched = await fixture.call(.patch, "/api/images/\(id)/metadata", ["metadata": ["site": "Kiel", "n": 3]])
            #expect(patched.json["metadata"] == ["site": "Kiel", "n": 3])
            #expect(await fixture.call(.get, "/api/images/metadata/\(id)").json["metadata"]?["site"]?.string == "Kiel")
            #expect(await fixture.call(.patch, "/api/images/\(id)/metadata", ["metadata": [1]]).status == 422)
        }
    }
}
