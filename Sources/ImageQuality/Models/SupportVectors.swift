import Glibc

/// Regression by support vectors with a Gaussian kernel, as LIBSVM's epsilon-SVR predicts: Σ cᵢ exp(-γ |x - vᵢ|²) - ρ.
struct SupportVectors: Sendable {
    let gamma: Double
    let rho: Double
    let coefficients: [Double]
    /// One after the other, each as long as what is predicted from.
    let vectors: [Double]

    func predict(_ features: [Double]) -> Double {
        var answer = -rho
        features.withUnsafeBufferPointer { features in
            vectors.withUnsafeBufferPointer { vectors in
                for (index, coefficient) in coefficients.enumerated() {
                    var distance = 0.0
                    for k in 0..<features.count {
                        let difference = features[k] - vectors[index &* features.count &+ k]
                        distance += difference * difference
                    }
                    answer += coefficient * exp(-gamma * distance)
                }
            }
        }
        return answer
    }
}
