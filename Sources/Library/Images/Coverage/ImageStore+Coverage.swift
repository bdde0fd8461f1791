import Database

extension ImageStore {
    /// Filters by how unique and representative an image `i` is; one that was not counted matches none of them.
    static func coverage(_ query: ImageListQuery, _ bind: (any SQLBindable) -> String) -> [String] {
        let bounds = CoverageMetric.allCases.flatMap { metric -> [String] in
            let least = query.coverage[min: metric].map { "v.\(metric.rawValue) >= \(bind($0))" }
            let most = query.coverage[max: metric].map { "v.\(metric.rawValue) <= \(bind($0))" }
            return [least, most].compactMap { $0 }
        }
        guard !bounds.isEmpty else { return [] }
        return ["EXISTS (SELECT 1 FROM image_coverage v WHERE v.image_id = i.id AND \(bounds.joined(separator: " AND ")))"]
    }
}
