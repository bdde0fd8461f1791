import Core
import Foundation
import OracleSupport
import Pixels
import Testing

@testable import VideoFrames

/// Frames of videos that ffmpeg makes, against ffprobe and OpenCV.
@Suite(.serialized) struct VideoTests {
    private func frames(_ path: String, _ choice: FrameChoice) async throws -> (frames: [VideoFrame], outcome: Video.Outcome, info: VideoInfo) {
        let video = try await Video.open(path)
        var frames: [VideoFrame] = []
        let outcome = try await video.read(choice) { frames.append($0) }
        return (frames, outcome, video.info)
    }

    /// The left edge of what is white in a frame.
    private func edge(_ frame: VideoFrame) -> Int? {
        (0..<frame.pixels.width).first { frame.pixels[$0, 28, 1] > 128 }
    }

    @Test func everyFrameWithItsNumberAndTime() async throws {
        let clips = try Clips()
        let path = try clips.movingSquare()
        let (all, outcome, info) = try await frames(path, FrameChoice(.every(1)))
        #expect(info.width == 128 && info.height == 72 && info.frameCount == 30 && abs(info.fps - 10) < 1e-9)
        #expect(all.map(\.number) == Array(0..<30) && outcome.frames == 30 && !outcome.isCut && outcome.problem == nil)
        for (frame, time) in zip(all, try Clips.times(path)) { #expect(abs(Double(frame.microseconds) / 1e6 - time) < 1e-6) }
        for frame in all { #expect(abs((edge(frame) ?? -9) - 3 * frame.number) <= 1) }
    }

    @Test func everyTenth() async throws {
        let clips = try Clips()
        let (some, _, _) = try await frames(try clips.movingSquare(), FrameChoice(.every(10)))
        #expect(some.map(\.number) == [0, 10, 20])
    }

    @Test func aRateTakesTheFirstOfEachPeriod() async throws {
        let clips = try Clips()
        let path = try clips.movingSquare()
        #expect(try await frames(path, FrameChoice(.rate(2))).frames.map(\.number) == [0, 5, 10, 15, 20, 25])
        // More than the video has: all of them, none twice.
        #expect(try await frames(path, FrameChoice(.rate(60))).frames.map(\.number) == Array(0..<30))
        #expect(try await frames(path, FrameChoice(.rate(4), start: 1, end: 2)).frames.map(\.number) == [10, 13, 15, 18])
    }

    @Test func aPartOfTheVideo() async throws {
        let clips = try Clips()
        let (part, _, _) = try await frames(try clips.movingSquare(), FrameChoice(.every(2), start: 1, end: 2))
        #expect(part.map(\.number) == [10, 12, 14, 16, 18])
        #expect(part.map(\.microseconds) == [1_000_000, 1_200_000, 1_400_000, 1_600_000, 1_800_000])
        for frame in part { #expect(abs((edge(frame) ?? -9) - 3 * frame.number) <= 1) }
    }

    @Test func aBoundOnFrames() async throws {
        let clips = try Clips()
        let path = try clips.movingSquare()
        let (cut, outcome, _) = try await frames(path, FrameChoice(.every(1), limit: 7))
        #expect(cut.count == 7 && outcome.isCut)
        #expect(try await !frames(path, FrameChoice(.every(1), limit: 30)).outcome.isCut)
    }

    @Test func scenes() async throws {
        let clips = try Clips()
        let graph = "color=red:s=96x64:r=10:d=1[a];color=blue:s=96x64:r=10:d=1.5[b];color=white:s=96x64:r=10:d=1[c];[a][b][c]concat=n=3"
        let path = try clips.make("scenes.mp4", ["-filter_complex", graph, "-pix_fmt", "yuv420p"])
        #expect(try await frames(path, FrameChoice(.scene(0.2))).frames.map(\.number) == [0, 10, 25])
    }

    @Test func frameTimesMayVary() async throws {
        let clips = try Clips()
        // Shown ever longer: at 0, 40, 160, 360 ... milliseconds.
        let path = try clips.make(
            "variable.mkv", ["-f", "lavfi", "-i", "testsrc=s=64x48:r=25:d=0.4", "-vf", "setpts=N*N", "-fps_mode", "passthrough"])
        let (all, _, _) = try await frames(path, FrameChoice(.every(3)))
        #expect(all.map(\.number) == [0, 3, 6, 9])
        #expect(all.map(\.microseconds) == [0, 360_000, 1_440_000, 3_240_000])
    }

    @Test func turnedVideosComeUpright() async throws {
        let clips = try Clips()
        let plain = try clips.movingSquare()
        let path = try clips.make("turned.mp4", ["-i", plain, "-c", "copy", "-metadata:s:v", "rotate=90"])
        let (all, _, info) = try await frames(path, FrameChoice(.every(29)))
        #expect(info.width == 72 && info.height == 128)
        // OpenCV reads the same mark.
        let script = """
            import cv2, sys, hashlib
            video = cv2.VideoCapture(sys.argv[1])
            video.set(cv2.CAP_PROP_ORIENTATION_AUTO, 0)
            turns = {90: cv2.ROTATE_90_CLOCKWISE, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
            first = cv2.rotate(video.read()[1], turns[int(video.get(cv2.CAP_PROP_ORIENTATION_META)) % 360])
            print(*first.shape[:2], *[int(v) for v in first[:, :, 1].mean(axis=1).round()])
            """
        let told = try PythonOracle.run(script, [path]).split(separator: " ").compactMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        #expect(Array(told[..<2]) == [128, 72])
        let rows = (0..<128).map { y in (0..<72).map { Int(all[0].pixels[$0, y, 1]) }.reduce(0, +) / 72 }
        for (mine, theirs) in zip(rows, told[2...]) { #expect(abs(mine - theirs) <= 3) }
    }

    @Test func openCVDecodesTheSamePixels() async throws {
        let clips = try Clips()
        let path = try clips.make("test.mp4", ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=1", "-pix_fmt", "yuv420p", "-crf", "10"])
        let (some, _, _) = try await frames(path, FrameChoice(.every(8)))
        let script = """
            import cv2, sys
            video, number = cv2.VideoCapture(sys.argv[1]), 0
            while True:
                ok, frame = video.read()
                if not ok: break
                if number % 8 == 0: print(number, *cv2.resize(frame[:, :, ::-1], (8, 6), interpolation=cv2.INTER_AREA).reshape(-1).tolist())
                number += 1
            """
        let lines = try PythonOracle.run(script, [path]).split(separator: "\n")
        #expect(lines.count == 4 && some.count == 4)
        for (line, frame) in zip(lines, some) {
            let told = line.split(separator: " ").compactMap { Double($0) }
            #expect(Int(told[0]) == frame.number)
            // Means of squares of 20 pixels: the two draw colour, which is stored at half the resolution, each in its own way.
            for place in 0..<144 {
                let (channel, column, row) = (place % 3, place / 3 % 8, place / 24)
                var sum = 0
                for y in 0..<20 { for x in 0..<20 { sum += Int(frame.pixels[column * 20 + x, row * 20 + y, channel]) } }
                #expect(abs(Double(sum) / 400 - told[1 + place]) <= 8)
            }
        }
    }

    @Test func manyContainers() async throws {
        let clips = try Clips()
        for name in ["a.mkv", "a.webm", "a.avi", "a.ts", "a.mov", "a.gif", "a.flv"] {
            let path = try clips.make(name, ["-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=1"])
            #expect(VideoSniffer.isVideo(path: path), "\(name)")
            let (all, _, info) = try await frames(path, FrameChoice(.every(1)))
            #expect(all.count == 10 && info.frameCount == 10, "\(name)")
            #expect(all.map(\.number) == Array(0..<10), "\(name)")
            let times = try Clips.times(path)
            for (frame, time) in zip(all, times) {
                #expect(abs(Double(frame.microseconds) / 1e6 - (time - times[0])) < 0.002, "\(name)")
            }
        }
    }
}
