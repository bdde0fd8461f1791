import Core
import Processes

/// Asks ffprobe what a file is, and when each of its frames is shown.
enum VideoProbe {
    /// More frames than these are not looked through: a day at 60 a second.
    static let mostFrames = 6_000_000
    private static let patience: Duration = .seconds(600)

    /// Throws `invalid` with what is wrong with the file.
    static func read(_ file: String, maxPixels: Int) async throws -> VideoInfo {
        let json = try await describe(file)
        guard let stream = json["streams"]?.array?.first else {
            throw FoveaError(.invalid, "The file has no video in it, only sound or text.")
        }
        let sides = (width: Int(stream["width"]?.int ?? 0), height: Int(stream["height"]?.int ?? 0))
        guard sides.width > 0, sides.height > 0 else { throw FoveaError(.invalid, "The video does not say how large its frames are.") }
        guard sides.width <= 65_535, sides.height <= 65_535, sides.width * sides.height <= maxPixels else {
            throw FoveaError(
                .tooLarge, "The video's frames have \(sides.width) x \(sides.height) pixels; at most \(maxPixels / 1_000_000) megapixels are read.")
        }
        let base = ratio(stream["time_base"]?.string) ?? (1, 1000)
        let times = try await times(file)
        guard let first = times.first, let last = times.last else { throw FoveaError(.invalid, "The video has no frames.") }
        let turned = isTurned(stream)
        let rate = [stream["avg_frame_rate"], stream["r_frame_rate"]].compactMap { ratio($0?.string) }.first
        let fps = rate.map { Double($0.numerator) / Double($0.denominator) } ?? 0
        let tick = Double(base.numerator) / Double(base.denominator)
        let shown = Double(last - first) * tick + (fps > 0 ? 1 / fps : 0)
        return VideoInfo(
            width: turned ? sides.height : sides.width, height: turned ? sides.width : sides.height, fps: fps, duration: .seconds(max(0, shown)),
            codec: stream["codec_name"]?.string ?? "", times: times, timeBase: base,
            start: json["format"]?["start_time"]?.string.flatMap(Double.init) ?? 0)
    }

    private static func describe(_ file: String) async throws -> JSON {
        let entries =
            "format=start_time:stream=codec_name,width,height,avg_frame_rate,r_frame_rate,time_base:stream_tags=rotate:stream_side_data=rotation"
        let lines = try await run(["-select_streams", "V:0", "-show_entries", entries, "-of", "json"], file, limit: 1000)
        guard let json = try? JSON.parse(lines.joined(separator: "\n")) else { throw FoveaError(.invalid, "The file is no video that can be read.") }
        return json
    }

    /// Of packets, which are not decoded for it. What an edit list hides is left out.
    private static func times(_ file: String) async throws -> [Int64] {
        let arguments = ["-select_streams", "V:0", "-show_entries", "packet=pts,dts,flags", "-of", "csv=p=0"]
        var times: [Int64] = []
        for line in try await run(arguments, file, limit: mostFrames) {
            let parts = line.split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count >= 3, !parts[2].contains("D"), let time = Int64(parts[0]) ?? Int64(parts[1]) else { continue }
            times.append(time)
        }
        return times.sorted()
    }

    private static func run(_ arguments: [String], _ file: String, limit: Int) async throws -> [String] {
        let program = try VideoProgram.find("ffprobe")
        let child = try await program.start(
            ["-v", "error"] + arguments + VideoProgram.input(file), file: file, output: .lines, processorTime: patience)
        return try await withTaskCancellationHandler {
            async let complaints = LastLines.of(child.errors)
            var lines: [String] = []
            for await line in child.output {
                guard lines.count < limit else {
                    child.kill()
                    throw FoveaError(.tooLarge, "The video has more than \(mostFrames) frames: cut it into parts.")
                }
                lines.append(line)
            }
            let said = await complaints
            guard await child.wait().succeeded else { throw VideoWords.refusal(said) }
            return lines
        } onCancel: {
            child.kill()
        }
    }

    private static func ratio(_ text: String?) -> (numerator: Int64, denominator: Int64)? {
        guard let parts = text?.split(separator: "/"), parts.count == 2, let a = Int64(parts[0]), let b = Int64(parts[1]), a > 0, b > 0 else {
            return nil
        }
        return (a, b)
    }

    /// Whether it is shown a quarter turned: phones write the turn beside the pictures.
    private static func isTurned(_ stream: JSON) -> Bool {
        let beside = (stream["side_data_list"]?.array ?? []).compactMap { $0["rotation"]?.double }.first
        let turn = beside ?? stream["tags"]?["rotate"]?.string.flatMap(Double.init) ?? 0
        return Int((abs(turn) / 90).rounded()) % 2 == 1
    }
}
