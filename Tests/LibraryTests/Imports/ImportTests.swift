import Core
import Database
import DatasetFormats
import Foundation
import Geometry
import HTTPServer
import Identity
import JobQueue
import ObjectStorage
import OracleSupport
import TestSupport
import Testing

@testable import Library

@Suite struct ImportTests {
    private func importer(_ fixture: ImageFixture) -> DatasetImport {
        DatasetImport(database: fixture.database, intake: fixture.images.intake)
    }

    private func into(_ fixture: ImageFixture, _ path: String, _ change: (inout ImportRequest) -> Void = { _ in }) async throws -> ImportReport {
        var request = ImportRequest(path: path)
        change(&request)
        let id = try #require(ID(fixture.project))
        return try await importer(fixture).run(request, by: nil, project: { _ in id })
    }

    @Test(arguments: Ground.available) func importingTwiceAddsNothing(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            try await withTemporaryDirectory { folder in
                try DatasetFolder.voc(folder, count: 70)
                let first = try await into(fixture, folder)
                #expect(first.format == "voc" && first.images == 70 && first.duplicates == 0)
                #expect(first.annotations == 70 * 5)
                #expect(first.labels == ["cat", "dog"])
                #expect(first.clipped == 70)
                // A box without area an image, and the picture that is none.
                #expect(first.skipped == 71)
                #expect(first.problems.contains { $0.file == "Annotations/p3.xml" && $0.reason.contains("0 x 0") })
                #expect(first.problems.contains { $0.file == "JPEGImages/broken.jpg" })
                #expect(await fixture.counts() == [70, 0, 350])

                let again = try await into(fixture, folder)
                #expect(again.images == 0 && again.duplicates == 70 && again.annotations == 0)
                #expect(await fixture.counts() == [70, 0, 350])
            }
            let labels = await fixture.call(.get, "/api/projects/\(fixture.project)/labels").json["items"]?.array ?? []
            let counts = Dictionary(uniqueKeysWithValues: labels.map { ($0["name"]?.string ?? "", $0["annotation_count"]?.int ?? -1) })
            #expect(counts == ["cell": 0, "cat": 210, "dog": 140])
            let images = await fixture.call(.get, "/api/projects/\(fixture.project)/images?limit=1000&split=train").json["items"]?.array ?? []
            #expect(images.count == 35)
            #expect(images.allSatisfy { $0["annotation_count"]?.int == 5 && $0["status"]?.string == "IN_PROGRESS" })
            let image = try #require(images[0]["id"]?.string)
            let history = await fixture.call(.get, "/api/images/\(image)/annotations/history").json["items"]?.array ?? []
            #expect(history.count == 5 && history.allSatisfy { $0["action"]?.string == "create" })
        }
    }

    /// What people did to imported annotations is not undone by importing again.
    @Test(arguments: Ground.available) func peoplesChangesStand(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            try await withTemporaryDirectory { folder in
                try DatasetFolder.voc(folder, count: 1)
                _ = try await into(fixture, folder)
                let images = await fixture.call(.get, "/api/projects/\(fixture.project)/images").json["items"]?.array ?? []
                let image = try #require(images.first?["id"]?.string)
                let before = await fixture.call(.get, "/api/images/\(image)/annotations").json["items"]?.array ?? []
                let (gone, moved) = (try #require(before[0]["id"]), try #require(before[1]["id"]))
                let answer = await fixture.call(
                    .patch, "/api/images/\(image)/annotations",
                    [
                        "ops": [
                            ["action": "delete", "id": gone, "version": 1],
                            ["action": "update", "id": moved, "version": 1, "geometry": ["type": "box", "x": 1, "y": 1, "width": 3, "height": 3]],
                        ]
                    ])
                #expect(answer.status == 200, "\(answer.text)")
                let again = try await into(fixture, folder)
                #expect(again.annotations == 0)
                let after = await fixture.call(.get, "/api/images/\(image)/annotations").json["items"]?.array ?? []
                #expect(after.count == before.count - 1)
                #expect(after.contains { $0["id"] == moved && $0["geometry"]?["width"]?.int == 3 })
            }
        }
    }

    @Test func limitsAndMakesProjects() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            try await withTemporaryDirectory { folder in
                for name in ["train/cat/a", "train/dog/b", "valid/cat/c"] {
                    try DatasetFolder.write(folder, "\(name).png", try Pictures.png(20, 20, seed: name.utf8.reduce(0) { $0 + Int($1) }))
                }
                let users = try await fixture.database.read { try $0.query("SELECT id FROM users ORDER BY id LIMIT 1") { try $0.id(0) } }
                let user = try #require(users.first)
                var request = ImportRequest(path: folder)
                request.limit = 2
                let (id, report) = try await ProjectImport(importer(fixture)).run(request, project: "Pets", userID: user)
                #expect(report.images == 2 && report.format == "folders")
                let project = await fixture.call("root", .get, "/api/projects/\(id)")
                #expect(project.json["task_type"]?.string == "CLASSIFICATION" && project.json["name"]?.string == "Pets")
                request.limit = nil
                let (again, rest) = try await ProjectImport(importer(fixture)).run(request, project: "Pets", userID: user)
                #expect(again == id && rest.images == 1 && rest.duplicates == 2)
            }
        }
    }

    /// Announce, send, run: as the browser does it.
    @Test(arguments: Ground.available) func anArchiveGoesThroughTheAPI(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            let path = "/api/projects/\(fixture.project)/imports"
            #expect(await fixture.call("eve", .post, path, ["filename": "a.zip", "size": 10]).status == 404)
            #expect(await fixture.call(.post, path, ["filename": "a.zip", "size": 0, "format": "nonsense"]).status == 422)

            var archive: [UInt8] = []
            try await withTemporaryDirectory { folder in
                try DatasetFolder.voc(folder, count: 3)
                let sink = try ZIPSink { archive.append(contentsOf: $0) }
                for file in try FileTree(folder).files {
                    try sink.write("set/" + file, try FileStream.contents(of: "\(folder)/\(file)", limit: 1 << 20))
                }
                try sink.finish()
            }
            let ticket = await fixture.call(.post, path, ["filename": "cells.zip", "size": .int(Int64(archive.count))])
            #expect(ticket.status == 201, "\(ticket.text)")
            let job = try #require(ticket.json["job_id"]?.string)
            let id = try #require(ID(job))
            #expect(ticket.json["upload"]?["method"]?.string == "PUT")
            try await put(archive, to: try #require(ticket.json["upload"]?["url"]?.string), fixture)

            #expect(await fixture.call("eve", .post, "/api/imports/\(job)/run").status == 404)
            let started = await fixture.call(.post, "/api/imports/\(job)/run")
            #expect(started.status == 202 && started.json["status"]?.string == "QUEUED", "\(started.text)")
            #expect(await fixture.call(.post, "/api/imports/\(job)/run").status == 409)

            let ended = try await finish(id, fixture)
            #expect(ended.status == .succeeded, "\(ended.errorMessage ?? "")")
            let report = try JSON.parse(ended.result.text)
            #expect(report["images"]?.int == 3 && report["annotations"]?.int == 15 && report["format"]?.string == "voc")
            #expect(report["problems"]?.array?.isEmpty == false)
            #expect(await fixture.counts() == [3, 0, 15])
            // The archive itself is not kept.
            #expect(try await fixture.blobs.stat(SHA256.digest(archive)) == nil)
        }
    }

    @Test func anImportWithoutAnArchiveFailsAndSaysSo() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            for (bytes, words) in [([UInt8]?.none, "Nothing was uploaded"), (Array("hello".utf8), "no ZIP or tar archive")] {
                let ticket = await fixture.call(
                    .post, "/api/projects/\(fixture.project)/imports", ["filename": "a.zip", "size": .int(Int64(bytes?.count ?? 9))])
                let id = try #require(ticket.json["job_id"]?.string.flatMap { ID($0) })
                if let bytes { try await put(bytes, to: try #require(ticket.json["upload"]?["url"]?.string), fixture) }
                _ = await fixture.call(.post, "/api/imports/\(id)/run")
                let ended = try await finish(id, fixture)
                #expect(ended.status == .failed && ended.errorMessage?.contains(words) == true, "\(ended.errorMessage ?? "")")
            }
        }
    }

    /// Sends bytes where the ticket says: through the router, or to the S3 server.
    private func put(_ bytes: [UInt8], to url: String, _ fixture: ImageFixture) async throws {
        let parts = try #require(URL(string: url))
        guard fixture.blobs.kind == "directory" else {
            let out = try PythonOracle.run(
                "import sys, urllib.request\nr = urllib.request.Request(sys.argv[1], data=sys.stdin.buffer.read(), method='PUT')\nprint(urllib.request.urlopen(r).status)",
                [url], input: bytes)
            #expect(out == "200\n")
            return
        }
        let answer = await fixture.router.test(.put, "\(parts.path)?\(parts.query ?? "")", body: .bytes(bytes))
        #expect(answer.status == 204, "\(answer.text)")
    }

    /// Lets a worker do the job, and waits for its end.
    private func finish(_ id: ID, _ fixture: ImageFixture) async throws -> Job {
        let handler = ImportJob(database: fixture.database, blobs: fixture.blobs, importer: importer(fixture))
        let worker = Worker(
            database: fixture.database, queue: fixture.queue, log: JobLog(fixture.database, JobLogStore(fixture.blobs), fixture.events),
            handlers: [handler])
        let running = Task { await worker.run() }
        defer { running.cancel() }
        while true {
            let job = try await fixture.database.read { try fixture.queue.find($0, id) }
            if let job, job.finishedAt != nil {
                worker.stop()
                await running.value
                return job
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
