import Geometry

/// One object found in a picture.
public struct Detection: Sendable, Equatable {
    /// Index into the model's class names.
    public var classIndex: Int
    /// 0...1.
    public var confidence: Float
    /// Upright pixels of the picture, half-open, inside it.
    public var box: Box

    public init(classIndex: Int, confidence: Float, box: Box) {
        self.classIndex = classIndex
        self.confidence = confidence
        self.box = box
    }
}

/// What counts as found.
public struct DetectionThresholds: Sendable, Equatable {
    /// A score must be higher than this, 0...1.
    public var confidence: Float
    /// Of two boxes of one class that overlap more than this, the lower score goes.
    public var iou: Float
    /// How many detections are kept, best first.
    public var maximum: Int
    /// Whether boxes of different classes suppress each other too.
    public var classAgnostic: Bool

    public init(confidence: Float = 0.25, iou: Float = 0.7, maximum: Int = 300, classAgnostic: Bool = false) {
        self.confidence = confidence
        self.iou = iou
        self.maximum = maximum
        self.classAgnostic = classAgnostic
    }
}
