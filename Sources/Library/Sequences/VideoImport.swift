import Core
import Database
import ImageCodecs
import ObjectStorage
import VideoFrames

/// Reads a video's frames into a project, for jobs and the command line alike. Each goes the way of every upload.
public struct VideoImport: Sendable {
    let database: Database
    let intake: ImageIntake
    let clock: WallClock
    /// Encodes frames.
    let executor: BlockingExecutor

    /// Frames whose pictures are written at once, and bytes of raw frames that wait for it.
    private static let inFlight = 4
    private static let portionBytes = 64 << 20
    private static let portionFrames = 32

    public init(
        database: Database, intake: ImageIntake, clock: WallClock = .system,
        executor: BlockingExecutor = BlockingExecutor(name: "frames", threads: 2, queueLimit: 64)
    ) {
        self.database = database
        self.intake = intake
        self.clock = clock
        self.executor = executor
    }

    public struct Source: Sendable {
        public var path: String
        public var filename: String
        public var digest: Digest

        public init(path: String, filename: String, digest: Digest) {
            self.path = path
            self.filename = filename
            self.digest = digest
        }
    }

    public struct Done: Sendable {
        public let report: VideoReport
        /// Writes the sequence.
        public let commit: @Sendable (Connection) throws -> Void
    }

    /// - Parameters:
    ///   - sequenceID: of the sequence that comes of it.
    ///   - progress: a fraction and words; throws to stop.
    public func run(
        _ source: Source, _ wanted: FramesWanted, into projectID: ID, as sequenceID: ID, name: String, by userID: ID?,
        progress: @Sendable (Double, String) throws -> Void
    ) async throws -> Done {
        let video = try await Video.open(source.path, maxPixels: min(Video.maxPixels, intake.limits.pixels))
        let info = video.info
        let portion = max(1, min(Self.portionFrames, Self.portionBytes / (info.width * info.height * 3)))
        var report = VideoReport(sequenceID: sequenceID, frames: 0, images: 0, duplicates: 0, videoFrames: info.frameCount, isCut: false)
        var frames: [SequenceStore.NewFrame] = []
        var waiting: [VideoFrame] = []
        func store() async throws {
            let pictures = try await write(waiting, wanted, source.filename)
            let answers = try await intake.add(pictures, projectID: projectID, userID: userID)
            for (frame, answer) in zip(waiting, answers) {
                frames.append(.init(imageID: answer.imageID, sourceFrame: frame.number, microseconds: frame.microseconds))
                if answer.duplicateOf == nil { report.images += 1 } else { report.duplicates += 1 }
            }
            waiting = []
        }
        let outcome = try await video.read(wanted.choice) { frame in
            waiting.append(frame)
            if waiting.count >= portion { try await store() }
            try progress(min(1, Double(frame.number) / Double(max(1, info.frameCount))), "\(frames.count) frames")
        }
        if !waiting.isEmpty { try await store() }
        guard !frames.isEmpty else { throw FoveaError(.invalid, "No frame was taken: start lies behind the end of the video.") }
        report.frames = frames.count
        report.isCut = outcome.isCut
        report.problem = outcome.problem
        let sequence = VideoSequence(
            id: sequenceID, projectID: projectID, name: String(name.prefix(200)), filename: Filename.clean(source.filename), digest: source.digest,
            fps: info.fps, width: info.width, height: info.height, duration: info.duration.inSeconds, frameCount: frames.count,
            wanted: RawJSON(try JSON.parse(wanted.encoded())), createdBy: userID, createdAt: clock.now(), updatedAt: clock.now())
        return Done(report: report, commit: { [frames] in try SequenceStore.insert($0, sequence, frames) })
    }

    /// The pictures of some frames in the store, in their order.
    private func write(_ frames: [VideoFrame], _ wanted: FramesWanted, _ filename: String) async throws -> [ArrivedImage] {
        try await withThrowingTaskGroup(of: (Int, ArrivedImage).self) { group in
            var pictures: [Int: ArrivedImage] = [:]
            for (index, frame) in frames.enumerated() {
                if index >= Self.inFlight, let (done, picture) = try await group.next() { pictures[done] = picture }
                group.addTask { (index, try await self.write(frame, wanted, filename)) }
            }
            for try await (index, picture) in group { pictures[index] = picture }
            return frames.indices.compactMap { pictures[$0] }
        }
    }

    private func write(_ frame: VideoFrame, _ wanted: FramesWanted, _ filename: String) async throws -> ArrivedImage {
        let format = wanted.encoding
        let bytes = try await executor.run { try ImageEncoder.encode(frame.pixels, as: format) }
        let writer = try await intake.stage()
        try await writer.write(bytes)
        let staged = try await writer.finish()
        return try await intake.accept(staged, filename: Self.name(filename, frame.number, wanted.format))
    }

    /// `clip_000120.jpg`: the video's name, the frame's number in it.
    private static func name(_ filename: String, _ number: Int, _ format: FramesWanted.Format) -> String {
        let stem = filename.lastIndex(of: ".").map { String(filename[..<$0]) } ?? filename
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        return "\(stem.prefix(200))_\(padded).\(format == .png ? "png" : "jpg")"
    }
}

extension FramesWanted {
    var choice: FrameChoice {
        let rule: FrameChoice.Rule =
            if let fps { .rate(fps) } else if let scene { .scene(scene) } else { .every(every ?? 1) }
        return FrameChoice(rule, start: start, end: end, limit: limit)
    }

    var encoding: ImageEncoder.Format { format == .png ? .png(compression: 6) : .jpeg(quality: quality) }
}
