import Core
import Engine
import Foundation
import ImageCodecs
import Pixels
import Processes

/// A real engine process, started by its supervisor as `fovea serve` starts it, and a client of it.
struct RunningEngine {
    let supervisor: EngineSupervisor
    let client: EngineClient
    let folder: String
    let log: Lock<[String]>

    /// Runs `body` with an engine and stops it afterwards.
    static func with(timeout: Duration = .seconds(60), _ body: (RunningEngine) async throws -> Void) async throws {
        // A Unix socket's path may have 107 bytes.
        let folder = "/tmp/fovea-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let log = Lock<[String]>([])
        let logger = Logger { line in log.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        let socket = folder + "/engine.sock"
        var environment = EngineSupervisor.environment(from: ProcessInfo.processInfo.environment)
        environment["FOVEA_ONNXRUNTIME"] = environment["FOVEA_ONNXRUNTIME"] ?? runtimeFolder
        let supervisor = EngineSupervisor(
            executable: program, socket: socket, readable: [folder], environment: environment,
            policy: RestartPolicy(first: .milliseconds(10)), logger: logger)
        await supervisor.start()
        let client = EngineClient(path: socket, timeout: timeout, patience: .seconds(60), logger: logger)
        let engine = RunningEngine(supervisor: supervisor, client: client, folder: folder, log: log)
        do {
            try await body(engine)
        } catch {
            await supervisor.stop()
            throw error
        }
        await supervisor.stop()
    }

    func pid() async throws -> Int32 { Int32(try await client.status()["pid"]?.int ?? 0) }

    /// The program beside the tests.
    private static var program: String {
        repository.appendingPathComponent(".build/debug/fovea").path
    }

    private static var runtimeFolder: String {
        let folder = repository.appendingPathComponent(".venv-trainer/lib")
        let version = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.first { $0.hasPrefix("python3") } ?? ""
        return folder.appendingPathComponent("\(version)/site-packages/onnxruntime/capi").path
    }

    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}

/// Pictures made here, so that these tests need no other program.
enum Pictures {
    static func scene(_ width: Int, _ height: Int) -> PixelBuffer {
        PixelBuffer(width: width, height: height, channels: 3) { out in
            for index in 0..<width * height * 3 {
                out[index] = UInt8(truncatingIfNeeded: index / 3 % width * 255 / width + index % 3 * 30)
            }
        }
    }

    static func jpeg(_ width: Int, _ height: Int) throws -> [UInt8] {
        try ImageEncoder.encode(scene(width, height), as: .jpeg(quality: 90))
    }
}
