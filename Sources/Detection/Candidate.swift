/// A box that a model proposes, in pixels of its input.
struct Candidate: Sendable, Equatable {
    var left: Float
    var top: Float
    var right: Float
    var bottom: Float
    var confidence: Float
    var classIndex: Int
    /// Which of the model's proposals it was.
    var anchor: Int
}
