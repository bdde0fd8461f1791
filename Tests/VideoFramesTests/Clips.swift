import Core
import Foundation
import OracleSupport
import Testing

/// Videos made on the spot by ffmpeg itself.
final class Clips {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-clips-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// - Parameter arguments: what ffmpeg is told before the output's name.
    func make(_ name: String, _ arguments: [String]) throws -> String {
        let path = path(name)
        _ = try Self.run("/usr/bin/ffmpeg", ["-v", "error", "-y"] + arguments + [path])
        return path
    }

    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        return path(name)
    }

    /// 30 frames at 10 a second, 128 x 72: a white square of 16 pixels whose left edge is at 3 times the frame's number.
    func movingSquare(_ name: String = "moving.mp4", _ more: [String] = []) throws -> String {
        let source = "color=black:s=128x72:r=10:d=3,format=rgb24[b];color=white:s=16x16:r=10:d=3[w];[b][w]overlay=x=30*t:y=20:format=rgb"
        return try make(name, ["-filter_complex", source, "-pix_fmt", "yuv420p"] + more)
    }

    @discardableResult
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process(), out = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = out
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw FoveaError.bug("\(program) \(arguments)") }
        return String(decoding: data, as: UTF8.self)
    }

    /// When ffprobe says that frames are shown, in seconds.
    static func times(_ path: String) throws -> [Double] {
        try run(
            "/usr/bin/ffprobe", ["-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0", path]
        ).split(separator: "\n").compactMap { Double($0.split(separator: ",").first ?? "") }.sorted()
    }
}
