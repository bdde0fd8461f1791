/// The keypoints of a class and which of them are joined, as a dataset declares them.
public struct DatasetSkeleton: Sendable, Equatable {
    public var keypoints: [String]
    /// Pairs of places in `keypoints`, counted from 0.
    public var edges: [[Int]]

    public init(keypoints: [String], edges: [[Int]] = []) {
        self.keypoints = keypoints
        self.edges = edges
    }
}
