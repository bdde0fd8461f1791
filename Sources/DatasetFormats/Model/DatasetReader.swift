/// Gives the images of a dataset one by one, in bounded memory. Not for use by two threads at once.
public protocol DatasetReader: AnyObject {
    /// Class names in the dataset's order, complete when `next` has answered nil.
    var classes: [String] { get }
    /// By class name, for the classes that have keypoints; complete when `next` has answered nil.
    var skeletons: [String: DatasetSkeleton] { get }
    /// What was seen and what went wrong so far.
    var account: ImportAccount { get }
    /// Which variant of its format the dataset is, and what says so, in words.
    var findings: String? { get }
    /// The next image; nil at the end. Throws `FoveaError` only when nothing of the dataset can be read.
    func next() throws -> DatasetImage?
}

extension DatasetReader {
    public var skeletons: [String: DatasetSkeleton] { [:] }
    public var findings: String? { nil }
}

/// How to read a dataset.
public struct ReadOptions: Sendable {
    /// VOC: whether the top-left pixel is 0 or 1.
    public var vocOrigin = 0
    /// Pictures must be found: a missing one is a problem and not only a missing file.
    public var needsPictures = true
    /// Take keypoints rather than outlines where a file has both. Nil: where the class declares keypoints.
    public var prefersKeypoints: Bool?
    /// For formats with annotations that are pictures.
    public var decodeLabelMap: LabelMapDecoder?

    /// YOLO: what its label files hold; nil to find it out.
    public var yoloTask: YOLOTask?

    public init() {}
}
