import Core
import Database
import DatasetFormats
import Foundation
import Geometry
import HTTPServer
import OracleSupport
import TestSupport
import Testing

@testable import Library

@Suite struct ExportTests {
    private func fill(_ fixture: ImageFixture, _ folder: String) async throws -> ImportReport {
        let id = try #require(ID(fixture.project))
        return try await DatasetImport(database: fixture.database, intake: fixture.images.intake).run(
            ImportRequest(path: folder), by: nil, project: { _ in id })
    }

    /// All annotations of a dataset by picture name and label, in order.
    private func annotations(_ path: String) throws -> [String: [String]] {
        let opened = try OpenedDataset(path)
        defer { withExtendedLifetime(opened) {} }  // an archive lies unpacked as long as it lives
        var found: [String: [String]] = [:]
        while let image = try opened.reader.next() {
            let name = image.name.split(separator: "/").last.map(String.init) ?? ""
            found[name] = image.annotations.map { annotation in
                let box = annotation.geometry.boundingBox ?? Box(x: 0, y: 0, width: 0, height: 0)
                func thousandths(_ value: Double) -> Int { Int((value * 1000).rounded()) }
                return "\(annotation.label) \(thousandths(box.x)) \(thousandths(box.y)) \(thousandths(box.right)) \(thousandths(box.bottom))"
            }
        }
        return found
    }

    @Test(arguments: Ground.available, [DatasetFormat.coco, .yolo, .voc])
    func whatIsDownloadedIsWhatIsThere(_ ground: Ground, _ format: DatasetFormat) async throws {
        try await ImageFixture.with(ground) { fixture in
            try await withTemporaryDirectory { folder in
                // More than a page.
                try DatasetFolder.voc(folder + "/in", count: 70)
                _ = try await fill(fixture, folder + "/in")
                let url = "/api/datasets/\(fixture.project)/export?format=\(format.rawValue)&images=true"
                let answer = await fixture.call(.get, url)
                #expect(answer.status == 200)
                #expect(answer.headers["Content-Type"] == "application/zip")
                #expect(answer.headers["Content-Disposition"] == "attachment; filename=\"Cells-\(format.rawValue).zip\"")
                try Data(answer.bytes).write(to: URL(fileURLWithPath: folder + "/out.zip"))
                var expected = try annotations(folder + "/in")
                expected["broken.jpg"] = nil
                #expect(expected.count == 70)
                #expect(try annotations(folder + "/out.zip") == expected)
                let script =
                    "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(sum(n.endswith('.jpg') for n in z.namelist()))"
                #expect(try PythonOracle.run(script, [folder + "/out.zip"]) == "70\n")
            }
        }
    }

    @Test func saysWhatTheFormatCannotHold() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            try await withTemporaryDirectory { folder in
                try DatasetFolder.write(folder, "cat/a.png", try Pictures.png(20, 20))
                _ = try await fill(fixture, folder)
                let answer = await fixture.call(.get, "/api/datasets/\(fixture.project)/export?format=voc")
                let text = try PythonOracle.run(
                    "import sys, io, zipfile\nprint(zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())).read('fovea-report.json').decode())",
                    input: answer.bytes)
                #expect(try JSON.parse(text)["skipped"]?.int == 1)
            }
            #expect(await fixture.call(.get, "/api/datasets/\(fixture.project)/export?format=folders").status == 422)
            #expect(await fixture.call(.get, "/api/datasets/\(fixture.project)/export?format=tfrecord").status == 422)
            #expect(await fixture.call("eve", .get, "/api/datasets/\(fixture.project)/export").status == 404)
            #expect(await fixture.call(.get, "/api/datasets/\(ID.make())/export").status == 404)
        }
    }

    @Test(arguments: Ground.available) func countsWhatAFormatCannotHold(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            try await withTemporaryDirectory { folder in
                try DatasetFolder.write(folder, "images/a.png", try Pictures.png(20, 20))
                let corners = "0 .2 .2 .6 .3 .5 .8 .1 .6\n0 .1 .1 .5 .1 .5 .3 .1 .3\n"
                try DatasetFolder.write(folder, "labels/a.txt", Array(corners.utf8))
                try DatasetFolder.write(folder, "data.yaml", Array("names: [cat]\ntrain: images\n".utf8))
                let report = try await fill(fixture, folder)
                #expect(report.evidence.contains("obb: all of 2 lines looked at have four corners"), "\(report.evidence)")
            }
            let base = "/api/datasets/\(fixture.project)/export"
            func texts(_ query: String) async throws -> [String] {
                let answer = await fixture.call(.get, "\(base)/losses?\(query)")
                #expect(answer.status == 200)
                let json = try JSON.parse(answer.bytes)
                #expect(json["images"]?.int == 1 && json["annotations"]?.int == 2)
                return json["losses"]?.array?.compactMap { $0["text"]?.string } ?? []
            }
            #expect(try await texts("format=voc") == ["1 polygon became a box"])
            #expect(try await texts("format=yolo&yolo_task=obb") == ["1 polygon became a rotated box"])
            #expect(try await texts("format=yolo&yolo_task=segment") == ["1 box became a polygon"])
            #expect(try await texts("format=datumaro").isEmpty)
            let archive = await fixture.call(.get, "\(base)?format=yolo&yolo_task=segment")
            let script = "import sys, io, zipfile\nprint(zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())).read(sys.argv[1]).decode())"
            #expect(
                try PythonOracle.run(script, ["labels/train/a.txt"], input: archive.bytes).split(separator: "\n").allSatisfy {
                    $0.split(separator: " ").count == 9
                })
            #expect(try PythonOracle.run(script, ["fovea-report.json"], input: archive.bytes).contains("1 box became a polygon"))
            for bad in ["format=yolo&yolo_task=cubes", "format=tfrecord"] { #expect(await fixture.call(.get, "\(base)/losses?\(bad)").status == 422) }
            #expect(await fixture.call(.get, "\(base)?format=yolo&yolo_task=classify").status == 422)
            #expect(await fixture.call("eve", .get, "\(base)/losses?format=voc").status == 404)
            let formats = try JSON.parse(await fixture.call(.get, "/api/formats").bytes)["items"]?.array ?? []
            #expect(formats.count == DatasetFormat.writable.count + YOLOTask.allCases.count - 1)
            #expect(formats.first { $0["format"]?.string == "voc" }?["shapes"]?["mask"]?.string == "box")
        }
    }

    @Test func aReaderThatLeavesEndsTheWriter() async throws {
        let pipe = BytePipe()
        let executor = BlockingExecutor(name: "pipe", threads: 1, queueLimit: 1)
        let writing = Task {
            try await executor.run { for _ in 0..<1000 { try pipe.write([UInt8](repeating: 1, count: 100_000)) } }
        }
        #expect(try await pipe.next()?.isEmpty == false)
        pipe.abandon()
        await #expect(throws: CancellationError.self) { try await writing.value }
        await #expect(throws: CancellationError.self) { try await pipe.next() }
    }

    @Test func aReaderThatStopsFreesTheThread() async throws {
        let pipe = BytePipe(patience: .milliseconds(100))
        let executor = BlockingExecutor(name: "pipe", threads: 1, queueLimit: 1)
        let writing = Task {
            try await executor.run { for _ in 0..<1000 { try pipe.write([UInt8](repeating: 1, count: 100_000)) } }
        }
        let error = await #expect(throws: FoveaError.self) { try await writing.value }
        #expect(error?.kind == .timeout)
        #expect(try await executor.run { true })
    }

    @Test func roomIsAwaitedWithoutAThread() async throws {
        let pipe = BytePipe()
        try await pipe.room()
        try pipe.write([UInt8](repeating: 1, count: 2 << 20))
        let waiting = Task { try await pipe.room() }
        try await Task.sleep(for: .milliseconds(20))
        #expect(try await pipe.next()?.count == 2 << 20)
        try await waiting.value
        try pipe.write([UInt8](repeating: 1, count: 2 << 20))
        let left = Task { try await pipe.room() }
        try await Task.sleep(for: .milliseconds(20))
        pipe.abandon()
        await #expect(throws: CancellationError.self) { try await left.value }
    }

    @Test func anAccountDownloadsTwoAtOnce() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            let url = "/api/datasets/\(fixture.project)/export?format=coco"
            var answers = [await fixture.begin(.get, url), await fixture.begin(.get, url)]
            #expect(answers.map(\.status) == [200, 200])
            let third = await fixture.call(.get, url)
            #expect(third.status == 429 && third.headers["Retry-After"] == "10")
            answers.removeLast()
            // An answer that is let go of, read or not, frees its place.
            for _ in 0..<3 { #expect(await fixture.call(.get, url).status == 200) }
            withExtendedLifetime(answers) {}
        }
    }

    @Test func aPipeGivesAllInOrderAndThenTheEnd() async throws {
        let pipe = BytePipe()
        let executor = BlockingExecutor(name: "pipe", threads: 1, queueLimit: 1)
        let writing = Task {
            try await executor.run {
                for number in 0..<200 { try pipe.write([UInt8](repeating: UInt8(number), count: 50_000)) }
                pipe.finish(.success(()))
            }
        }
        var count = 0
        var last: UInt8 = 0
        while let bytes = try await pipe.next() {
            #expect(bytes.allSatisfy { $0 >= last })
            last = bytes.last ?? last
            count += bytes.count
        }
        try await writing.value
        #expect(count == 200 * 50_000)
    }
}

/// The blood-cell set, where the machine has it.
@Suite(.enabled(if: PythonOracle.realData != nil)) struct RealImportTests {
    @Test func takesInTheBloodCells() async throws {
        try await ImageFixture.with(.laptop) { fixture in
            let id = try #require(ID(fixture.project))
            let path = try #require(PythonOracle.realData?.path)
            let report = try await DatasetImport(database: fixture.database, intake: fixture.images.intake).run(
                ImportRequest(path: path), by: nil, project: { _ in id })
            #expect(report.images == 364 && report.annotations == 4886 && report.skipped == 2)
            #expect(report.problems.map(\.file).sorted() == ["Annotations/BloodImage_00338.xml", "Annotations/BloodImage_00343.xml"])
            #expect(await fixture.counts() == [364, 0, 4886])
        }
    }
}
