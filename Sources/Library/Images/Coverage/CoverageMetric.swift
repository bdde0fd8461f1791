/// What an image is among the others of its project, 0 to 1 each; the raw value names the column and the wire field.
public enum CoverageMetric: String, CaseIterable, Sendable {
    /// How far its nearest neighbours are: 0 has copies, 1 is the most alone of the project.
    case uniqueness
    /// How well it stands for those around it: 1 is in the middle of the densest place, an outlier is near 0.
    case representativeness
}
