import Core

/// An annotation's place in a track: the same object on several frames of a sequence. Between two keyframes, which are what
/// people drew, the annotations of a track are made by interpolation; they are annotations like any other.
public struct TrackPlace: WireInput, Equatable {
    public var id = ID(high: 0, low: 0)
    public var sequenceID = ID(high: 0, low: 0)
    public var isKeyframe = true
    public var ends = false

    public init() {}

    init(id: ID, sequenceID: ID, isKeyframe: Bool, ends: Bool) {
        self.id = id
        self.sequenceID = sequenceID
        self.isKeyframe = isKeyframe
        self.ends = ends
    }

    public static let fields = Fields<Self>(
        "TrackPlace",
        Field("id", \.id, "What the annotations of a track share: the id of its first annotation, or a new one."),
        Field("sequence_id", \.sequenceID, "The sequence through which it goes; the image is one of its frames."),
        Field("is_keyframe", \.isKeyframe, "Drawn by somebody, not interpolated between keyframes.", optional: true),
        Field("ends", \.ends, "Of a keyframe: the object leaves after it and is not there until its next keyframe.", optional: true))

    /// What lies between two keyframes.
    var between: TrackPlace { TrackPlace(id: id, sequenceID: sequenceID, isKeyframe: false, ends: false) }
}

extension TrackPlace {
    /// From an annotation as the history keeps it.
    init?(history json: JSON?) {
        guard let json, let place = try? TrackPlace.decode(json) else { return nil }
        self = place
    }
}
