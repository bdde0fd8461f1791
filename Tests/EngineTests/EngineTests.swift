import Core
import Engine
import Foundation
import Glibc
import ImageCodecs
import Pixels
import Processes
import Testing

@Suite struct EngineTests {
    @Test func ingestsProbesAndShrinksPictures() async throws {
        try await RunningEngine.with { engine in
            let bytes = try Pictures.jpeg(1200, 800)
            let image = try await engine.client.ingest(.bytes(bytes))
            #expect((image.probe.type, image.probe.width, image.probe.height) == (.jpeg, 1200, 800))
            #expect((image.thumbnail.width, image.thumbnail.height) == (512, 341))
            #expect(try image.thumbnail == Thumbnail.make(bytes))

            let file = engine.folder + "/picture"
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            #expect(try await engine.client.probe(.file(file)) == image.probe)
            let small = try await engine.client.thumbnail(.file(file), longest: 100, format: .webp(quality: 70))
            #expect((small.type, small.width, small.height) == (.webp, 100, 67))

            let tile = try ImageHeader.read(try await engine.client.tile(.file(file), key: "k", level: 0, x: 2, y: 1))
            #expect((tile.width, tile.height) == (176, 288))
            await #expect(throws: FoveaError.self) { try await engine.client.tile(.file(file), key: "k", level: 0, x: 3, y: 0) }
        }
    }

    @Test func tilesOfOtherTypesAreThoseOfThePyramidWhateverLevelIsAskedFirst() async throws {
        try await RunningEngine.with { engine in
            let bytes = try ImageEncoder.encode(Pictures.scene(1300, 700), as: .png(compression: 1))
            let header = try ImageHeader.read(bytes)
            let file = engine.folder + "/picture.png"
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            let pyramid = TilePyramid(width: 1300, height: 700)
            for level in [1, 2, 0] {
                let expected = try pyramid.tile(of: TilePyramid.level(level, of: bytes, header), level: level, x: 0, y: 0)
                #expect(try await engine.client.tile(.file(file), key: "k", level: level, x: 0, y: 0) == expected)
            }
        }
    }

    @Test func refusesHostileInputWithAReasonAndGoesOn() async throws {
        try await RunningEngine.with { engine in
            let jpeg = try Pictures.jpeg(300, 200)
            let hostile: [[UInt8]] = [
                [], [1], Array("no picture".utf8), Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), Array(jpeg.prefix(jpeg.count / 2)),
                Array(jpeg.prefix(20)), [UInt8](repeating: 0xFF, count: 5000),
            ]
            for bytes in hostile {
                let error = await #expect(throws: FoveaError.self) { try await engine.client.ingest(.bytes(bytes)) }
                #expect(error?.kind == .invalid || error?.kind == .unsupportedType)
                #expect(error?.message.isEmpty == false)
            }
            let pid = try await engine.pid()
            #expect(try await engine.client.ingest(.bytes(jpeg)).probe.width == 300)
            #expect(try await engine.pid() == pid)
            let missing = await #expect(throws: FoveaError.self) { try await engine.client.probe(.file(engine.folder + "/none")) }
            #expect(missing?.kind == .notFound)
            #expect(missing?.message.contains(engine.folder) == false)
        }
    }

    @Test func answersManyAtOnce() async throws {
        try await RunningEngine.with { engine in
            let bytes = try Pictures.jpeg(640, 480)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for side in 0..<40 {
                    group.addTask { try await engine.client.thumbnail(.bytes(bytes), longest: 64 + side).width }
                }
                var widths: [Int] = []
                for try await width in group { widths.append(width) }
                #expect(widths.sorted() == Array(64..<104))
            }
            #expect(try await engine.client.status()["requests"]?.int == 40)
        }
    }

    /// SIGKILL while requests are under way: those fail and name their input, the next ones are answered by a new process.
    @Test func aCrashFailsOnlyWhatWasUnderWay() async throws {
        try await RunningEngine.with { engine in
            let pid = try await engine.pid()
            let heavy = try ImageEncoder.encode(Pictures.scene(9000, 6000), as: .png(compression: 1))
            var (answered, under) = (0, Task { try await engine.client.ingest(.bytes(heavy)) })
            while true {
                let status = try await engine.client.status()
                if status["busy"]?.int == 1 { break }
                // On a busy machine it may be answered between two looks: then another is sent.
                if let requests = status["requests"]?.int.map(Int.init), requests > answered {
                    _ = try await under.value
                    (answered, under) = (requests, Task { try await engine.client.ingest(.bytes(heavy)) })
                }
                try await Task.sleep(for: .milliseconds(2))
            }
            kill(pid, SIGKILL)
            let result = await under.result
            let error = #expect(throws: FoveaError.self) { try result.get() }
            #expect(error?.message.contains(SHA256.digest(heavy).description) == true)
            #expect(engine.log.withLock { $0.contains { $0.contains("engine stopped during a request") } })

            let image = try await engine.client.ingest(.bytes(Pictures.jpeg(100, 50)))
            #expect(image.probe.width == 100)
            #expect(try await engine.pid() != pid)
            // On a machine so busy that a start takes half a minute, the supervisor tries once more.
            #expect(await engine.supervisor.supervisor.restarts >= 1)
        }
    }

    @Test func givesUpWhatTakesTooLong() async throws {
        try await RunningEngine.with(timeout: .milliseconds(30)) { engine in
            let heavy = try ImageEncoder.encode(Pictures.scene(9000, 6000), as: .png(compression: 1))
            let error = await #expect(throws: FoveaError.self) { try await engine.client.ingest(.bytes(heavy)) }
            #expect(error?.kind == .timeout)
        }
    }

    @Test func refusesMessagesThatAreNone() async throws {
        try await RunningEngine.with { engine in
            let descriptor = try connect(engine.folder + "/engine.sock")
            defer { close(descriptor) }
            let noise = [UInt8](repeating: 0x41, count: 64)
            #expect(write(descriptor, noise, noise.count) == noise.count)
            var answer = [UInt8](repeating: 0, count: 1)
            #expect(read(descriptor, &answer, 1) <= 0)
            #expect(try await engine.client.ingest(.bytes(Pictures.jpeg(50, 50))).probe.width == 50)
        }
    }

    @Test func runsWithLowPrivileges() async throws {
        try await RunningEngine.with { engine in
            let pid = try await engine.pid()
            let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
            func field(_ name: String) -> String? {
                status.split(separator: "\n").first { $0.hasPrefix(name + ":") }.map {
                    $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
                }
            }
            #expect(field("NoNewPrivs") == "1")
            #expect(field("CapEff") == "0000000000000000")
            #expect(field("CapBnd") == "0000000000000000")
            #expect(field("Seccomp") == "2")
            // The socket is for this user alone.
            var file = stat()
            #expect(stat(engine.folder + "/engine.sock", &file) == 0)
            #expect(file.st_mode & 0o077 == 0)
        }
    }

    /// Whatever makes the engine open a file, it reaches pictures and models alone.
    @Test func readsNoOtherFiles() async throws {
        try #require(FileAccess.isSupported, "this kernel has no Landlock")
        try await RunningEngine.with { engine in
            let secret = "/tmp/fovea-secret-\(UUID().uuidString)"
            defer { unlink(secret) }
            for path in [secret, engine.folder + "/copy"] { try Data("no picture".utf8).write(to: URL(fileURLWithPath: path)) }
            for path in [secret, "/etc/passwd", "/proc/1/environ"] {
                let error = await #expect(throws: FoveaError.self) { try await engine.client.probe(.file(path)) }
                #expect(error?.kind == .notFound, "\(path)")
            }
            // The same bytes where it may read are seen to be none.
            let error = await #expect(throws: FoveaError.self) { try await engine.client.probe(.file(engine.folder + "/copy")) }
            #expect(error?.kind != .notFound)
        }
    }

    /// libdispatch looks at its threads in `/proc`, where the engine may not read, and would end the process now and then.
    @Test func hasNoThreadsOfLibdispatch() async throws {
        try await RunningEngine.with { engine in
            _ = try await engine.client.ingest(.bytes(try Pictures.jpeg(300, 200)))
            let folder = "/proc/\(try await engine.pid())/task"
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).map {
                try String(contentsOfFile: "\(folder)/\($0)/comm", encoding: .utf8).trimmingCharacters(in: .newlines)
            }
            #expect(!names.isEmpty && !names.contains { $0.contains("qos") || $0.contains("overcommit") }, "\(names)")
        }
    }

    @Test func stopsWhenAsked() async throws {
        try await RunningEngine.with { engine in
            let pid = try await engine.pid()
            await engine.supervisor.stop()
            #expect(kill(pid, 0) != 0)
            #expect(access(engine.folder + "/engine.sock", F_OK) != 0)
        }
    }

    private func connect(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(connected == 0)
        return descriptor
    }
}
