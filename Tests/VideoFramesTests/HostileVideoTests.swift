import Core
import Foundation
import Testing

@testable import VideoFrames

/// Files that are no videos, or would be more than one.
@Suite(.serialized) struct HostileVideoTests {
    private func refusal(_ path: String, maxPixels: Int = Video.maxPixels) async -> FoveaError? {
        do {
            let video = try await Video.open(path, maxPixels: maxPixels)
            _ = try await video.read(FrameChoice(.every(1))) { _ in }
            return nil
        } catch { return error as? FoveaError }
    }

    /// What names other files is not followed, whatever it is called.
    @Test func playlistsReadNothing() async throws {
        let clips = try Clips()
        let real = try clips.movingSquare()
        let scripts = [
            "hls.mp4": "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n\(real)\n#EXT-X-ENDLIST\n",
            "passwd.mp4": "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nconcat:file:///etc/passwd|\n#EXT-X-ENDLIST\n",
            "url.mp4": "#EXTM3U\n#EXTINF:10.0,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n",
            "concat.mp4": "ffconcat version 1.0\nfile '\(real)'\n",
            "dash.mp4": "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><BaseURL>file://\(real)</BaseURL></MPD>",
            "sub.mp4": "1\n00:00:00,000 --> 00:00:03,000\nhello\n",
        ]
        for (name, text) in scripts {
            let path = try clips.write(name, text)
            #expect(!VideoSniffer.isVideo(path: path), "\(name)")
            let error = await refusal(path)
            #expect(error?.kind == .invalid, "\(name): \(String(describing: error))")
            #expect(error?.message.contains("no video that can be read") == true && error?.message.contains(clips.folder.path) == false)
        }
    }

    /// Were the lists above not there, the confinement would still hold: the child can open neither files nor sockets.
    @Test func theChildSeesTheOneFileAlone() async throws {
        let clips = try Clips()
        let real = try clips.movingSquare(), other = try clips.movingSquare("other.mp4")
        let program = try VideoProgram.find("ffprobe")
        func run(_ input: String) async throws -> (status: Bool, said: String) {
            let child = try await program.start(["-v", "error", "-i", input], file: real, output: .discard, processorTime: .seconds(20))
            let said = await child.errors.collect().joined()
            return (await child.wait().succeeded, said)
        }
        #expect(try await run(real).status)
        let file = try await run(other)
        #expect(!file.status && file.said.contains("Permission denied"))
        let passwd = try await run("concat:/etc/passwd")
        #expect(!passwd.status)
        let socket = try await run("tcp://127.0.0.1:9")
        #expect(!socket.status && socket.said.contains("Operation not permitted"))
        let udp = try await run("udp://127.0.0.1:9?timeout=100000")
        #expect(!udp.status && udp.said.contains("Operation not permitted"))
    }

    @Test func whatIsNoVideoIsNamed() async throws {
        let clips = try Clips()
        let sound = try clips.make("sound.mp4", ["-f", "lavfi", "-i", "sine=d=1"])
        #expect(await refusal(sound)?.message.contains("no video in it") == true)
        let cover = try clips.make("cover.png", ["-f", "lavfi", "-i", "color=red:s=32x32", "-frames:v", "1"])
        let album = try clips.make(
            "album.m4a", ["-f", "lavfi", "-i", "sine=d=1", "-i", cover, "-map", "0", "-map", "1", "-c:v", "png", "-disposition:v:0", "attached_pic"])
        #expect(await refusal(album)?.message.contains("no video in it") == true)
        #expect(await refusal(cover)?.kind == .invalid)
        #expect(await refusal(try clips.write("empty.mp4", ""))?.kind == .invalid)
        #expect(await refusal(try clips.write("text.mp4", String(repeating: "hello ", count: 1000)))?.kind == .invalid)
        #expect(await refusal(clips.path("missing.mp4"))?.kind == .invalid)
        let large = await refusal(try clips.movingSquare(), maxPixels: 9000)
        #expect(large?.kind == .tooLarge && large?.message.contains("128 x 72") == true)
    }

    @Test func truncatedVideosGiveWhatTheyHave() async throws {
        let clips = try Clips()
        let clip = try clips.make("w.mkv", ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=4", "-g", "10"])
        let whole = try Data(contentsOf: URL(fileURLWithPath: clip))
        let half = clips.path("half.mkv")
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: half))
        let video = try await Video.open(half)
        var count = 0
        let outcome = try await video.read(FrameChoice(.every(1))) { _ in count += 1 }
        #expect(count > 20 && count < 100 && outcome.frames == count)
        // The index of an MP4 stands at its end: without it nothing is known.
        let mp4 = try Data(contentsOf: URL(fileURLWithPath: try clips.movingSquare()))
        let cut = clips.path("cut.mp4")
        try mp4.prefix(mp4.count / 2).write(to: URL(fileURLWithPath: cut))
        #expect(await refusal(cut)?.kind == .invalid)
    }

    @Test func damagedBytesDoNotCrashUs() async throws {
        let clips = try Clips()
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: try clips.movingSquare())))
        for seed in 0..<12 {
            var bytes = whole
            for step in 0..<40 { bytes[(seed * 7919 + step * 104_729) % bytes.count] ^= UInt8(truncatingIfNeeded: seed + step + 1) }
            let path = clips.path("damaged\(seed).mp4")
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            // Frames, or a reason: never anything else.
            if let error = await refusal(path) { #expect([.invalid, .tooLarge].contains(error.kind), "\(error)") }
        }
    }

    @Test func theWorkCanBeStopped() async throws {
        let clips = try Clips()
        let path = try clips.movingSquare()
        let video = try await Video.open(path)
        struct Enough: Error {}
        await #expect(throws: Enough.self) { _ = try await video.read(FrameChoice(.every(1))) { if $0.number == 3 { throw Enough() } } }
        let task = Task { try await video.read(FrameChoice(.every(1))) { _ in try await Task.sleep(for: .seconds(60)) } }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
    }
}
