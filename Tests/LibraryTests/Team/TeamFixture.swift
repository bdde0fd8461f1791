import Core
import HTTPServer
import TestSupport
import Testing

@testable import Library

/// A project of `mia`, its manager and owner, with two annotators, a reviewer, a viewer and somebody who is no member.
struct Team: Sendable {
    let fixture: LibraryFixture
    let project: String
    let labels: [String]
    let ids: [String: String]

    static let roles = ["ann": "annotator", "ben": "annotator", "rob": "reviewer", "vic": "viewer"]

    static func with(_ engine: TestEngine, _ body: @Sendable (Team) async throws -> Void) async throws {
        try await LibraryFixture.with(engine) { fixture in
            var ids: [String: String] = [:]
            for name in ["mia", "ann", "ben", "rob", "vic", "sam"] {
                try await fixture.signUp(name)
                ids[name] = (await fixture.call(name, .get, "/api/auth/me")).json["id"]?.string
            }
            let project = try await fixture.project(of: "mia")
            for (name, role) in roles {
                let added = await fixture.call(
                    "mia", .post, "/api/projects/\(project.id)/members", ["username": .string(name), "role": .string(role)])
                #expect(added.status == 201)
            }
            try await body(Team(fixture: fixture, project: project.id, labels: project.labels, ids: ids))
        }
    }

    func id(_ name: String) -> JSON { .string(ids[name] ?? "") }

    func images(_ count: Int) async throws -> [String] {
        var out: [String] = []
        for index in 0..<count { out.append(try await fixture.image(in: project, index)) }
        return out
    }

    func call(_ name: String, _ method: HTTPMethod, _ path: String, _ json: JSON? = nil) async -> TestResponse {
        await fixture.call(name, method, path, json)
    }

    func assign(_ people: [String], _ images: JSON, _ more: JSON = [:]) async -> TestResponse {
        var body = more.object ?? JSONObject()
        body["user_ids"] = .array(people.map(id))
        body["images"] = images
        return await call("mia", .post, "/api/projects/\(project)/assignments", .object(body))
    }

    /// Ids of the images in somebody's queue, in order.
    func queue(_ name: String, kind: String = "label") async -> [String] {
        let answer = await call(name, .get, "/api/projects/\(project)/queue?kind=\(kind)")
        return answer.json["items"]?.array?.compactMap { $0["image"]?["id"]?.string } ?? []
    }

    func set(_ name: String, _ image: String, _ status: String) async -> Int {
        (await call(name, .patch, "/api/images/\(image)/status", ["status": .string(status)])).status
    }

    func review(_ name: String, _ image: String, _ verdict: String, _ comment: String = "") async -> TestResponse {
        await call(name, .patch, "/api/images/\(image)/review", ["review_status": .string(verdict), "comment": .string(comment)])
    }

    func draw(_ name: String, at path: String, _ boxes: [JSON], label: Int = 0) async -> Int {
        let ops = boxes.map { create(.make(), label: labels[label], $0) }
        return (await call(name, .patch, "\(path)/annotations", ["ops": .array(ops)])).status
    }
}

func strings(_ values: [String]) -> JSON { .array(values.map { .string($0) }) }
