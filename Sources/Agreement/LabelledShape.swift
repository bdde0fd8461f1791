import Core
import Geometry

/// One person's object: what it is and where, in pixels of the upright image.
public struct LabelledShape: Sendable, Equatable {
    public var label: ID
    public var geometry: Geometry

    public init(label: ID, geometry: Geometry) {
        self.label = label
        self.geometry = geometry
    }

    var isWholeImage: Bool { geometry == .image }
}
