import Pixels

extension PictureDifference {
    /// For people: "half the size, mirrored".
    public var words: [String] {
        kinds.map { kind in
            switch kind {
            case .identical: "the same pixels"
            case .recompressed: "recompressed"
            case .resized: Self.size(scale)
            case .cropped: Self.crop(cropped)
            case .mirrored: turn == .flipped ? "mirrored top to bottom" : "mirrored"
            case .turned: Self.turned(turn)
            case .brightness: brightness > 1 ? "brighter by \(Self.percent(brightness - 1))" : "darker by \(Self.percent(1 - brightness))"
            case .contrast: contrast > 1 ? "more contrast" : "less contrast"
            }
        }
    }

    private static func percent(_ part: Double) -> String { "\(Int((100 * part).rounded())) %" }

    private static func size(_ scale: Double) -> String {
        switch scale {
        case 0.48...0.52: "half the size"
        case 0.24...0.26: "a quarter of the size"
        case 1.95...2.05: "twice the size"
        default: "\(percent(scale)) of the size"
        }
    }

    private static func crop(_ part: Double) -> String {
        if part > 0.005 { return "cropped \(percent(part))" }
        return part < -0.005 ? "shows \(percent(-part)) more" : "another part"
    }

    private static func turned(_ turn: Orientation) -> String {
        switch turn {
        // Named by what was done to the copy, which is the way back from what is to be done.
        case .rotated90: "turned left"
        case .rotated270: "turned right"
        case .rotated180: "upside down"
        default: "turned and mirrored"
        }
    }
}
