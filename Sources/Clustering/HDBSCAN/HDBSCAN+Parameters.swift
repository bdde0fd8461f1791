import Core

extension HDBSCAN.Parameters {
    /// How many samples make a place dense; throws `FoveaError.invalid` naming every parameter out of range.
    func samples(for vectors: Vectors) throws -> Int {
        var fields: [FoveaError.Field] = []
        if minimumClusterSize < 2 { fields.append(.init("min_cluster_size", "is at least 2, not \(minimumClusterSize)")) }
        if let minimumSamples, minimumSamples < 1 { fields.append(.init("min_samples", "is at least 1, not \(minimumSamples)")) }
        if let maximumClusterSize, maximumClusterSize < 1 {
            fields.append(.init("max_cluster_size", "is at least 1, not \(maximumClusterSize)"))
        }
        if !(selectionEpsilon >= 0 && selectionEpsilon.isFinite) {
            fields.append(.init("cluster_selection_epsilon", "is a finite number and at least 0, not \(selectionEpsilon)"))
        }
        guard fields.isEmpty else { throw FoveaError.invalid(fields) }
        let samples = minimumSamples ?? minimumClusterSize
        guard samples <= vectors.count else {
            let origin = minimumSamples == nil ? ", as many as the minimum cluster size unless told otherwise" : ""
            throw FoveaError.invalid(
                "min_samples", "is at most the number of vectors, which is \(vectors.count), not \(samples)\(origin)")
        }
        return samples
    }
}
