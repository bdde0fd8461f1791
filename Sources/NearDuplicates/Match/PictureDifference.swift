import Core
import Pixels

/// What makes one picture a copy of another: a name each, for lists and filters.
public enum DifferenceKind: String, Sendable, CaseIterable {
    case identical, recompressed, resized, cropped, mirrored, turned, brightness, contrast
}

/// In what a copy differs from the original.
public struct PictureDifference: Sendable, Equatable {
    /// Pixel for pixel the same.
    public var isIdentical: Bool
    /// Bits of the signature that differ, in the best position.
    public var distance: Int
    /// Of the greys where the two overlap, 1 for the same.
    public var correlation: Double
    /// How the copy is to be turned to stand as the original.
    public var turn: Orientation
    /// Pixels of the copy to a pixel of the original, along a side.
    public var scale: Double
    /// Parts of the original's sides that the copy lacks; below 0 it shows more.
    public var crop: (left: Double, top: Double, right: Double, bottom: Double)
    /// Mean grey of the copy to the original's where they overlap.
    public var brightness: Double
    /// Spread of the copy's greys to the original's there.
    public var contrast: Double

    public init(
        isIdentical: Bool, distance: Int, correlation: Double, turn: Orientation, scale: Double,
        crop: (left: Double, top: Double, right: Double, bottom: Double), brightness: Double, contrast: Double
    ) {
        (self.isIdentical, self.distance, self.correlation, self.turn) = (isIdentical, distance, correlation, turn)
        (self.scale, self.crop, self.brightness, self.contrast) = (scale, crop, brightness, contrast)
    }

    public static let identical = PictureDifference(
        isIdentical: true, distance: 0, correlation: 1, turn: .upright, scale: 1, crop: (0, 0, 0, 0), brightness: 1, contrast: 1)

    public static func == (a: PictureDifference, b: PictureDifference) -> Bool {
        a.isIdentical == b.isIdentical && a.distance == b.distance && a.correlation == b.correlation && a.turn == b.turn
            && a.scale == b.scale && a.crop == b.crop && a.brightness == b.brightness && a.contrast == b.contrast
    }

    /// Part of the original's area that the copy lacks; below 0 it shows more.
    public var cropped: Double { 1 - (1 - crop.left - crop.right) * (1 - crop.top - crop.bottom) }

    public var kinds: [DifferenceKind] {
        if isIdentical { return [.identical] }
        var kinds: [DifferenceKind] = []
        if abs(scale - 1) > 0.02 { kinds.append(.resized) }
        if [crop.left, crop.top, crop.right, crop.bottom].contains(where: { abs($0) > 0.012 }) { kinds.append(.cropped) }
        switch turn {
        case .upright: break
        case .mirrored, .flipped: kinds.append(.mirrored)
        default: kinds.append(.turned)
        }
        if abs(brightness - 1) > 0.06 { kinds.append(.brightness) } else if abs(contrast - 1) > 0.2 { kinds.append(.contrast) }
        return kinds.isEmpty ? [.recompressed] : kinds
    }
}
