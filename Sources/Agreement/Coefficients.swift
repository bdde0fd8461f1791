/// Agreement on names beyond chance.
public enum Coefficients {
    /// Cohen's kappa (1960) of two people over the same things. Nil without things, and when both always say the same one
    /// name: chance alone would agree then, and the coefficient is not defined.
    public static func cohenKappa<Category: Hashable>(_ pairs: [(Category, Category)]) -> Double? {
        guard !pairs.isEmpty else { return nil }
        let count = Double(pairs.count)
        var left: [Category: Double] = [:], right: [Category: Double] = [:]
        var same = 0.0
        for (a, b) in pairs {
            left[a, default: 0] += 1
            right[b, default: 0] += 1
            if a == b { same += 1 }
        }
        let observed = same / count
        let expected = left.reduce(0) { $0 + $1.value * (right[$1.key] ?? 0) } / (count * count)
        return expected < 1 ? (observed - expected) / (1 - expected) : nil
    }

    /// Krippendorff's alpha (1970) for nominal data: each unit holds what each person said of it, nil where they said nothing.
    /// Nil when fewer than two names occur among units that two people spoke of.
    public static func krippendorffAlpha<Category: Hashable>(_ units: [[Category?]]) -> Double? {
        var totals: [Category: Double] = [:]
        var count = 0.0
        var disagreement = 0.0
        for unit in units {
            let said = unit.compactMap { $0 }
            guard said.count > 1 else { continue }
            let values = Double(said.count)
            var here: [Category: Double] = [:]
            for category in said { here[category, default: 0] += 1 }
            // Ordered pairs of different names, each unit's weighed by the number of people who spoke.
            disagreement += (values * values - here.values.reduce(0) { $0 + $1 * $1 }) / (values - 1)
            for (category, number) in here { totals[category, default: 0] += number }
            count += values
        }
        let expected = count * count - totals.values.reduce(0) { $0 + $1 * $1 }
        guard count > 1, expected > 0 else { return nil }
        return 1 - (count - 1) * disagreement / expected
    }
}
