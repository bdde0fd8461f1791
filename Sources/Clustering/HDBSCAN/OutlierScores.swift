/// Global-local outlier scores from hierarchies, GLOSH (Campello et al. 2015, section 4.4): how much sooner a place leaves its
/// cluster than that cluster ends.
///
/// The paper lets a cluster end with the densest of its parts; here, as in what the hdbscan package answers, it ends where it
/// comes apart, so that a place is judged by its own surroundings and scores of both programs compare.
enum OutlierScores {
    /// A score a place, 0...1: 0 for those that stay to the end.
    static func of(_ tree: CondensedTree) -> [Double] {
        zip(tree.owner, tree.level).map { owner, level in
            let end = tree.clusters[owner].death
            if end == 0 || level == .infinity { return 0 }
            return end == .infinity ? 1 : (end - level) / end
        }
    }
}
