import Core

/// Which frames of a video become images, and how they are written.
public struct FramesWanted: WireInput, Equatable {
    public enum Format: String, WireEnum { case jpeg, png }
    public var every: Int?
    public var fps: Double?
    public var scene: Double?
    public var start: Double?
    public var end: Double?
    public var limit = 10_000
    public var format = Format.jpeg
    public var quality = 95

    public init() {}
    public static let fields = Fields<Self>(
        "FramesWanted",
        Field("every", \.every, .range(1...1_000_000), "Each n-th frame, from the first on. With neither of the three: every frame.", optional: true),
        Field("fps", \.fps, .moreThan(0), .range(0...1000), "So many frames a second: the first of each period.", optional: true),
        Field(
            "scene", \.scene, .moreThan(0), .range(0...1),
            "The first frame, and each that differs from the one before by more than this; 0.3 finds cuts.", optional: true),
        Field("start", \.start, .range(0...1e7), "Seconds from the video's beginning.", optional: true),
        Field("end", \.end, .range(0...1e7), "Seconds from the video's beginning; not included.", optional: true),
        Field("limit", \.limit, .range(1...100_000), "At most so many frames.", optional: true),
        Field("format", \.format, "png loses nothing and takes several times the space.", optional: true),
        Field("quality", \.quality, .range(1...100), "Of JPEG; from 90 on colour keeps its full resolution.", optional: true)
    ) { wanted, path, problems in
        let rules = [("every", wanted.every != nil), ("fps", wanted.fps != nil), ("scene", wanted.scene != nil)].filter(\.1).map(\.0)
        for extra in rules.dropFirst() { problems.add(path.member(extra), "cannot go with \(rules[0]): choose one") }
        if let end = wanted.end, end <= wanted.start ?? 0 { problems.add(path.member("end"), "must be after start") }
    }
}

/// A video as a row of frames, which are images of the project.
public struct VideoSequence: WireObject {
    public var id: ID
    public var projectID: ID
    public var name: String
    public var filename: String
    public var digest: Digest
    public var fps: Double
    public var width: Int
    public var height: Int
    public var duration: Double
    public var frameCount: Int
    public var wanted: RawJSON
    public var createdBy: ID?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public static let fields = Fields<Self>(
        "Sequence",
        Field("id", \.id),
        Field("project_id", \.projectID),
        Field("name", \.name),
        Field("filename", \.filename, "Of the video."),
        Field("sha256", \.digest, "Of the video, which is not kept."),
        Field("fps", \.fps, "Of the video, on average; 0: it does not say."),
        Field("width", \.width, "Upright pixels."),
        Field("height", \.height, "Upright pixels."),
        Field("duration", \.duration, "Of the video, seconds."),
        Field("frame_count", \.frameCount, "Places in the sequence whose image is not in the bin."),
        Field("frames", \.wanted, "How they were chosen: as in the body that announced the video."),
        Field("created_by", \.createdBy),
        Field("created_at", \.createdAt),
        Field("updated_at", \.updatedAt))
}

public struct SequencePatch: WireInput {
    public var name: String?
    public init() {}
    public static let fields = Fields<Self>("SequencePatch", Field("name", \.name, .length(1...200)))
}

/// One place in a sequence. Frames that look exactly alike are one image.
public struct SequenceFrame: WireObject {
    public var index: Int
    public var imageID: ID
    public var sourceFrame: Int
    public var time: Double
    public var status: ImageStatus
    public var annotationCount: Int

    public static let fields = Fields<Self>(
        "SequenceFrame",
        Field("index", \.index, "From 0. Where images were deleted for good, numbers are missing."),
        Field("image_id", \.imageID),
        Field("source_frame", \.sourceFrame, "The frame's number in the video, from 0."),
        Field("time", \.time, "When the video shows it, seconds from its beginning."),
        Field("status", \.status),
        Field("annotation_count", \.annotationCount))
}

/// Where an image stands in a sequence, at its first place there.
public struct FramePlace: WireObject {
    public var sequenceID: ID
    public var index: Int
    public var time: Double

    public static let fields = Fields<Self>(
        "FramePlace", Field("sequence_id", \.sequenceID), Field("index", \.index), Field("time", \.time, "Seconds from the video's beginning."))
}

/// An annotation of a track.
public struct TrackStop: WireObject {
    public var index: Int
    public var imageID: ID
    public var annotationID: ID
    public var isKeyframe: Bool
    public var ends: Bool
    public var version: Int

    public static let fields = Fields<Self>(
        "TrackStop",
        Field("index", \.index, "The frame."),
        Field("image_id", \.imageID),
        Field("annotation_id", \.annotationID),
        Field("is_keyframe", \.isKeyframe),
        Field("ends", \.ends),
        Field("version", \.version))
}

/// `result` of a video's job.
public struct VideoReport: WireObject {
    public var sequenceID: ID
    public var frames: Int
    public var images: Int
    public var duplicates: Int
    public var videoFrames: Int
    public var isCut: Bool
    public var problem: String?

    public static let fields = Fields<Self>(
        "VideoReport",
        Field("sequence_id", \.sequenceID),
        Field("frames", \.frames, "Places in the sequence."),
        Field("images", \.images, "Added to the project."),
        Field("duplicates", \.duplicates, "Frames that look exactly like a picture that was there already, of this video or not."),
        Field("video_frames", \.videoFrames, "Frames in the video."),
        Field("is_cut", \.isCut, "More frames would have been taken, had `limit` allowed."),
        Field("problem", \.problem, "What is wrong with the video behind the frames that were read."))

    public var json: JSON { (try? JSON.parse(encoded())) ?? .null }

    /// For people.
    public var words: String {
        var text = "\(frames) of \(videoFrames) frames were taken: \(images) new images."
        if duplicates > 0 { text += " \(duplicates) frames look exactly like a picture that was there already, and share it." }
        if isCut { text += " There would have been more: the limit ended it." }
        if let problem { text += " The video is damaged behind them: \(problem)." }
        return text
    }
}
