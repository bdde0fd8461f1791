/// A place in an upright image: pixels, origin at the top-left corner of the top-left pixel, y downwards.
public struct Point: Sendable, Equatable, Hashable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    public var isFinite: Bool { x.isFinite && y.isFinite }
}

/// A point of a skeleton. `visibility` as COCO has it: 0 not labelled, 1 labelled but hidden, 2 labelled and visible.
public struct Keypoint: Sendable, Equatable, Hashable {
    public var x: Double
    public var y: Double
    public var visibility: Int

    public init(_ x: Double, _ y: Double, visibility: Int) {
        self.x = x
        self.y = y
        self.visibility = visibility
    }

    public var isLabelled: Bool { visibility > 0 }
}

/// The size of an upright image, in pixels.
public struct PixelSize: Sendable, Equatable, Hashable {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}
