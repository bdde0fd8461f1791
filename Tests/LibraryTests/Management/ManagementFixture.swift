import Core
import Database
import HTTPServer
import JobQueue
import Testing

@testable import Library

extension ImageFixture {
    func ids(_ answer: TestResponse) -> [String] { (answer.json["items"]?.array ?? []).compactMap { $0["id"]?.string } }

    func listed(_ filter: String = "") async -> [String] {
        ids(await call(.get, "/api/projects/\(project)/images?sort=created_at&limit=1000&\(filter)"))
    }

    func image(_ id: String) async -> JSON { await call(.get, "/api/images/\(id)").json }

    func label(_ name: String) async throws -> String {
        let made = await call(.post, "/api/projects/\(project)/labels", ["name": .string(name)])
        return try #require(made.json["id"]?.string, "\(made.text)")
    }

    func tag(_ name: String) async throws -> String {
        let made = await call(.post, "/api/projects/\(project)/tags", ["name": .string(name)])
        return try #require(made.json["id"]?.string, "\(made.text)")
    }

    /// An object on an image; answers its id.
    @discardableResult
    func annotate(_ image: String, _ label: String, _ geometry: JSON, predicted: Bool = false) async -> String {
        let id = ID.make().description
        let op: JSON = [
            "action": "create", "id": .string(id), "label_id": .string(label), "geometry": geometry, "is_prediction": .bool(predicted),
        ]
        let answer = await call(.patch, "/api/images/\(image)/annotations", ["ops": [op]])
        #expect(answer.status == 200, "\(answer.text)")
        return id
    }

    func bulk(_ body: JSON, as name: String = "ana") async -> TestResponse {
        await call(name, .post, "/api/projects/\(project)/images/bulk", body)
    }

    func bulk(_ images: [String], _ action: String, _ more: KeyValuePairs<String, JSON> = [:], as name: String = "ana") async -> TestResponse {
        var body = JSONObject(more.map { ($0.key, $0.value) })
        body["action"] = .string(action)
        body["image_ids"] = .array(images.map { .string($0) })
        return await bulk(.object(body), as: name)
    }

    /// Image rows without pixels, for what needs many: their ids.
    func rows(_ count: Int, width: Int = 640) async throws -> [ID] {
        let projectID = try #require(ID(project)), now = Timestamp.now()
        let made = (0..<count).map { index in
            (id: ID.make(at: now.advanced(by: .microseconds(index))), digest: SHA256.digest("row \(index) of \(projectID)"), index: index)
        }
        try await database.write { connection in
            try connection.copyIn(
                "blobs", columns: ["digest", "size_bytes", "created_at"],
                rows: made.map { [$0.digest.sqlValue, .integer(1), now.sqlValue] })
            try connection.copyIn(
                "images",
                columns: [
                    "id", "project_id", "digest", "filename", "size_bytes", "content_type", "width", "height", "status", "review_status",
                    "split", "created_at", "updated_at",
                ],
                rows: made.map { row in
                    let moment = now.advanced(by: .microseconds(row.index)).sqlValue
                    return [
                        .id(row.id), .id(projectID), row.digest.sqlValue, .text("row \(row.index).jpg"), .integer(1), .text("image/jpeg"),
                        .integer(Int64(width)), .integer(480), .text("NEW"), .text("UNREVIEWED"), .text("unassigned"), moment, moment,
                    ]
                })
            try connection.copyIn(
                "image_details", columns: ["image_id", "exif", "metadata"], rows: made.map { [.id($0.id), .text("{}"), .text("{}")] })
            try connection.execute("UPDATE projects SET image_count = image_count + $2 WHERE id = $1", projectID, count)
        }
        return made.map(\.id)
    }

    /// Lets a worker do one job, and waits for its end.
    func finish(_ id: ID) async throws -> Job {
        let worker = Worker(
            database: database, queue: queue, log: JobLog(database, JobLogStore(blobs), events), handlers: images.handlers)
        let running = Task { await worker.run() }
        defer { running.cancel() }
        while true {
            let job = try await database.read { try queue.find($0, id) }
            if let job, job.finishedAt != nil {
                worker.stop()
                await running.value
                return job
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

let imageClass: JSON = ["type": "image"]
