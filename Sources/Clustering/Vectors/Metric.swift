/// How far apart two vectors are.
public enum Metric: String, Sendable, CaseIterable {
    /// The length of the difference, in the unit of the vectors.
    case euclidean
    /// 1 minus the cosine of the angle, 0...2. Not defined for vectors of length zero.
    case cosine

    /// The distance of two vectors whose squared euclidean distance is `square`: of the vectors themselves, or, for the cosine,
    /// of the vectors at unit length, where the square of the chord is 2 - 2 cos.
    func distance(square: Double) -> Double {
        switch self {
        case .euclidean: square.squareRoot()
        case .cosine: square / 2
        }
    }
}
