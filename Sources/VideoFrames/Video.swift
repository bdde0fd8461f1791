import Core
import Pixels
import Processes

/// One frame that was taken.
public struct VideoFrame: Sendable {
    /// Upright, RGB.
    public var pixels: PixelBuffer
    /// The frame's number in the file, from 0, whatever was chosen.
    public var number: Int
    /// Microseconds since the video's beginning: when the file says that it is shown.
    public var microseconds: Int64
}

/// A video file on this machine.
public struct Video: Sendable {
    public let info: VideoInfo
    private let file: String

    /// Bytes of one frame are held several times over: larger ones than 8K are refused.
    public static let maxPixels = 64_000_000

    /// How the reading ended.
    public struct Outcome: Sendable {
        public var frames = 0
        /// More would have been taken, had the choice not been bounded.
        public var isCut = false
        /// What is wrong with the file behind the frames that were read.
        public var problem: String?
    }

    /// Throws `invalid` or `tooLarge` with what is wrong with the file.
    public static func open(_ file: String, maxPixels: Int = Video.maxPixels) async throws -> Video {
        Video(info: try await VideoProbe.read(file, maxPixels: maxPixels), file: file)
    }

    /// Reads the chosen frames one after the other; the program that decodes waits while `body` works.
    public func read(
        _ choice: FrameChoice, processorTime: Duration = .seconds(12 * 3600), body: (VideoFrame) async throws -> Void
    ) async throws -> Outcome {
        let program = try VideoProgram.find("ffmpeg")
        let pipe = try FramePipe(frameBytes: info.width * info.height * 3)
        let child = try await program.start(arguments(choice), file: file, output: .descriptor(pipe.writer), processorTime: processorTime)
        pipe.closeWriter()
        return try await withTaskCancellationHandler {
            defer { child.kill() }
            return try await read(child, pipe, choice.limit, body)
        } onCancel: {
            child.kill()
        }
    }

    private func read(_ child: ChildProcess, _ pipe: FramePipe, _ limit: Int, _ body: (VideoFrame) async throws -> Void) async throws -> Outcome {
        let log = FrameLog(child.errors)
        var outcome = Outcome()
        while let bytes = try await pipe.next() {
            guard outcome.frames < limit else {
                outcome.isCut = true
                return outcome
            }
            guard let time = await log.next() else { break }
            let pixels = PixelBuffer(width: info.width, height: info.height, channels: 3, bytes: bytes)
            try await body(VideoFrame(pixels: pixels, number: info.frame(at: time), microseconds: info.microseconds(time)))
            outcome.frames += 1
        }
        try Task.checkCancellation()
        let status = await child.wait()
        let said = await log.rest()
        if !status.succeeded {
            guard outcome.frames > 0 else { throw VideoWords.refusal(said) }
            outcome.problem = said.last.map(VideoWords.clean) ?? "reading ended: \(status)"
        }
        return outcome
    }

    /// Times stay those of the file (`-copyts`), and so do frames: none is made or left out to keep a rate.
    private func arguments(_ choice: FrameChoice) -> [String] {
        var arguments = ["-nostdin", "-hide_banner", "-nostats", "-v", "info", "-copyts", "-threads", "2", "-max_pixels", "\(Self.maxPixels)"]
        if let start = choice.start { arguments += ["-ss", "\(start)"] }
        if let end = choice.end { arguments += ["-t", "\(max(0, end - (choice.start ?? 0)))"] }
        // The size is said, so that a stream that changes its size on the way does not change that of the frames.
        let filters = [
            "select='\(choice.expression(origin: info.start))'", "scale=\(info.width):\(info.height):flags=bicubic+accurate_rnd+full_chroma_int",
            "format=rgb24", "showinfo=checksum=0",
        ]
        return arguments + VideoProgram.input(file) + [
            "-map", "0:V:0", "-an", "-sn", "-dn", "-vf", filters.joined(separator: ","), "-fps_mode", "passthrough",
            "-frames:v", "\(choice.limit + 1)", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1",
        ]
    }
}
