import DatasetFormats

/// What to import, and how.
public struct ImportRequest: Sendable {
    /// A folder, a file or an archive on this machine.
    public var path: String
    /// The folder of the pictures when it is apart.
    public var images: String?
    /// Nil: found out.
    public var format: DatasetFormat?
    /// At most so many images.
    public var limit: Int?
    public var vocOrigin = 0
    /// Take keypoints rather than outlines where a file has both: for poses. Nil: where the class declares keypoints.
    public var prefersKeypoints: Bool?
    /// YOLO: what its label files hold; nil to find it out.
    public var yoloTask: YOLOTask?
    /// Where archives are unpacked; the system's place when nil.
    public var temporary: String?

    /// Called while an archive is unpacked and files are read; throws when the work is to stop.
    public var proceed: @Sendable () throws -> Void = {}

    public init(path: String) { self.path = path }

    /// - Parameter decoder: of annotations that are pictures.
    func readOptions(_ decoder: LabelMapDecoder?) -> ReadOptions {
        var options = ReadOptions()
        options.vocOrigin = vocOrigin
        options.yoloTask = yoloTask
        options.prefersKeypoints = prefersKeypoints
        options.decodeLabelMap = decoder
        return options
    }
}
