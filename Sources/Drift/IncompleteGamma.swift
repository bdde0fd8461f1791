import Glibc

/// The upper incomplete gamma function, regularised: Q(a, x) = Γ(a, x) / Γ(a), for a > 0 and x >= 0. By its series below a + 1 and by
/// Lentz's continued fraction above (Press and others, "Numerical recipes", 2007, 6.2); right to about 1e-14.
enum IncompleteGamma {
    private static let most = 10_000
    private static let small = 1e-300

    static func upper(_ a: Double, _ x: Double) -> Double {
        guard x > 0 else { return 1 }
        let factor = exp(a * log(x) - x - lgamma(a))
        return x < a + 1 ? 1 - factor * series(a, x) : factor * fraction(a, x)
    }

    private static func series(_ a: Double, _ x: Double) -> Double {
        var term = 1 / a, sum = term, n = a
        for _ in 0..<most {
            n += 1
            term *= x / n
            sum += term
            if abs(term) < abs(sum) * 1e-17 { break }
        }
        return sum
    }

    private static func fraction(_ a: Double, _ x: Double) -> Double {
        var b = x + 1 - a, c = 1 / small, d = 1 / b, product = d
        for step in 1..<most {
            let n = Double(step), numerator = -n * (n - a)
            b += 2
            d = numerator * d + b
            if abs(d) < small { d = small }
            c = b + numerator / c
            if abs(c) < small { c = small }
            d = 1 / d
            product *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return product
    }
}
