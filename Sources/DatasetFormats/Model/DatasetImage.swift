import Core
import Geometry

/// One label on one image, as a dataset file says it.
public struct DatasetAnnotation: Sendable, Equatable {
    public var label: String
    /// In pixels of the upright image.
    public var geometry: Geometry
    /// What the format says besides: `difficult`, `truncated`, `iscrowd`, free attributes.
    public var attributes: JSONObject
    /// 0...1 when the file holds predictions.
    public var confidence: Double?

    public init(label: String, geometry: Geometry, attributes: JSONObject = JSONObject(), confidence: Double? = nil) {
        self.label = label
        self.geometry = geometry
        self.attributes = attributes
        self.confidence = confidence
    }
}

/// One image of a dataset with all that is said about it.
public struct DatasetImage: Sendable, Equatable {
    /// As the dataset names it: relative, with `/`.
    public var name: String
    /// Where its bytes lie on this machine; nil when the picture was not found.
    public var file: String?
    /// Upright pixels: from the picture's header when it is there, else as declared.
    public var size: PixelSize?
    public var split: DatasetSplit?
    public var annotations: [DatasetAnnotation]

    public init(
        name: String, file: String? = nil, size: PixelSize? = nil, split: DatasetSplit? = nil,
        annotations: [DatasetAnnotation] = []
    ) {
        self.name = name
        self.file = file
        self.size = size
        self.split = split
        self.annotations = annotations
    }
}
