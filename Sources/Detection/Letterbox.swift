import Geometry
import Pixels

/// How a picture is put into a model's input: scaled to fit with its proportions kept, centred, the rest filled with grey 114.
///
/// Sizes, rounding and pixel values are those of Ultralytics' `LetterBox(auto=False)` over OpenCV's `INTER_LINEAR`, so that a
/// model sees bit for bit what it saw in training.
public struct Letterbox: Sendable, Equatable {
    /// Of the upright picture, pixels.
    public let sourceWidth: Int
    public let sourceHeight: Int
    /// Of the model's input, pixels.
    public let inputWidth: Int
    public let inputHeight: Int
    /// Of the picture inside the input.
    public let scaledWidth: Int
    public let scaledHeight: Int
    /// Where it lies there.
    public let left: Int
    public let top: Int

    public static let fill: UInt8 = 114

    public init(sourceWidth: Int, sourceHeight: Int, inputWidth: Int, inputHeight: Int) {
        self.sourceWidth = sourceWidth
        self.sourceHeight = sourceHeight
        self.inputWidth = inputWidth
        self.inputHeight = inputHeight
        let ratio = min(Double(inputHeight) / Double(sourceHeight), Double(inputWidth) / Double(sourceWidth))
        scaledWidth = max(Self.round(Double(sourceWidth) * ratio), 1)
        scaledHeight = max(Self.round(Double(sourceHeight) * ratio), 1)
        left = Self.round(Double(inputWidth - scaledWidth) / 2 - 0.1)
        top = Self.round(Double(inputHeight - scaledHeight) / 2 - 0.1)
    }

    /// Python's: halves go to the even neighbour.
    private static func round(_ value: Double) -> Int { Int(value.rounded(.toNearestOrEven)) }

    /// Input pixels for one source pixel, across and down (they differ by the rounding of sizes).
    public var scaleX: Float { Float(Double(scaledWidth) / Double(sourceWidth)) }
    public var scaleY: Float { Float(Double(scaledHeight) / Double(sourceHeight)) }

    /// A box of the model's input in upright pixels of the picture, cut off at its edges.
    public func toSource(left: Float, top: Float, right: Float, bottom: Float) -> Box {
        func x(_ value: Float) -> Double { Double(min(max((value - Float(self.left)) / scaleX, 0), Float(sourceWidth))) }
        func y(_ value: Float) -> Double { Double(min(max((value - Float(self.top)) / scaleY, 0), Float(sourceHeight))) }
        return Box(left: x(left), top: y(top), right: x(right), bottom: y(bottom))
    }

    /// A point of the model's input in upright pixels of the picture, cut off at its edges.
    public func toSource(x: Float, y: Float) -> Point {
        let column = min(max((x - Float(left)) / scaleX, 0), Float(sourceWidth))
        let row = min(max((y - Float(top)) / scaleY, 0), Float(sourceHeight))
        return Point(Double(column), Double(row))
    }
}
