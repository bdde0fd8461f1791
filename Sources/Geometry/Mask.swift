/// A set of pixels of an image as COCO writes it: run lengths down the columns, compressed to text.
public struct Mask: Sendable, Equatable, Hashable {
    /// Of the whole image, in pixels.
    public var height: Int
    public var width: Int
    /// COCO's compressed run lengths (`pycocotools.mask`'s `counts`).
    public var counts: String

    public init(height: Int, width: Int, counts: String) {
        self.height = height
        self.width = width
        self.counts = counts
    }

    public init(_ runs: RunLengths) { self.init(height: runs.height, width: runs.width, counts: runs.compressed) }
}
