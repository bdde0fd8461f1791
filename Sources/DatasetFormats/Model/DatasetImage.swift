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

extension DatasetAnnotation {
    /// The attribute under which keypoints carry the box that they came with, as `[x, y, width, height]`.
    static let boxAttribute = "box"
    /// The attribute that annotations of one object share, on the frames of a video.
    public static let trackAttribute = "track_id"

    /// The box that came with it, else the smallest around its geometry.
    public var boundingBox: Box? {
        if case .keypoints = geometry, let values = attributes[Self.boxAttribute]?.array?.compactMap(\.double), values.count == 4 {
            return Box(x: values[0], y: values[1], width: values[2], height: values[3])
        }
        return geometry.boundingBox
    }

    /// Keeps the box that came with keypoints, unless it says nothing besides them.
    mutating func keep(_ box: Box) {
        guard case .keypoints = geometry, box.isFinite, box != geometry.boundingBox else { return }
        attributes[Self.boxAttribute] = .array([box.x, box.y, box.width, box.height].map(Numbers.json))
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
