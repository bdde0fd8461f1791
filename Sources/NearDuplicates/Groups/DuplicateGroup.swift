/// A picture to keep and its copies, by their places in what was given.
public struct DuplicateGroup: Sendable, Equatable {
    public struct Copy: Sendable, Equatable {
        public var index: Int
        public var difference: PictureDifference
    }

    public var keeper: Int
    /// Every one of them matches the keeper: what matches only another copy is not here.
    public var copies: [Copy]
    /// Pictures outside of the group that match one of its copies, but not its keeper: frames of a film, say.
    public var linked: Int

    /// All copies have the keeper's very pixels.
    public var isExact: Bool { copies.allSatisfy(\.difference.isIdentical) }
}
