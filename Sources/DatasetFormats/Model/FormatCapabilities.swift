import Geometry

/// What becomes of something in a format.
public enum Fate: Sendable, Equatable {
    case kept
    /// Written as another shape, which covers it; as the same when a part of it is lost.
    case becomes(Geometry.Kind)
    case dropped

    /// `kept`, `dropped`, or the kind that it becomes.
    public var word: String {
        switch self {
        case .kept: "kept"
        case .becomes(let kind): kind.rawValue
        case .dropped: "dropped"
        }
    }
}

/// What a format can hold. The one table (`FormatCapabilities+Table.swift`) drives the report of every export and conversion,
/// the table of `docs/formats.md` and the hints of the user interface; a test writes and reads back every cell.
public struct FormatCapabilities: Sendable, Equatable {
    /// Which attributes of an annotation come back.
    public enum Attributes: Sendable, Equatable {
        case all
        /// Texts, numbers, true and false; no lists and no objects.
        case values
        case only([String])
        case none

        public var word: String {
            switch self {
            case .all: "all"
            case .values: "values"
            case .only(let names): names.joined(separator: ", ")
            case .none: "none"
            }
        }
    }

    public var box = Fate.kept
    public var rotatedBox = Fate.becomes(.box)
    public var polygon = Fate.becomes(.box)
    public var polyline = Fate.becomes(.box)
    public var mask = Fate.becomes(.box)
    public var keypoints = Fate.becomes(.box)
    public var image = Fate.dropped
    public var attributes = Attributes.none
    public var confidence = false
    public var splits = true
    /// An image may have several classes.
    public var severalClasses = true
    public var emptyImages = true
    /// Holds nothing without the pictures' files.
    public var needsPictures = false

    public func fate(of kind: Geometry.Kind) -> Fate {
        switch kind {
        case .box: box
        case .rotatedBox: rotatedBox
        case .polygon: polygon
        case .polyline: polyline
        case .mask: mask
        case .keypoints: keypoints
        case .image: image
        }
    }

    /// Whether an annotation keeps this attribute. `box`, which keypoints bring along, is a part of their shape.
    public func holds(_ attribute: String, isValue: Bool) -> Bool {
        switch attributes {
        case .all: true
        case .values: isValue
        case .only(let names): names.contains(attribute)
        case .none: false
        }
    }

    /// The order in which shapes lie over each other, which is the attribute `z_order`.
    public var order: Bool { holds("z_order", isValue: true) }
}
