import Clustering
import Core

extension Command {
    static let cluster = Command(
        "cluster", "Find groups of vectors that lie close together (HDBSCAN); no server, no database", usage: "VECTORS.npy",
        positionals: 1...1,
        options: [
            .value("min-cluster-size", "N", "Fewer vectors than this are no group"),
            .value("min-samples", "N", "Neighbours, the vector itself counted, that make a place dense (as --min-cluster-size)"),
            .value("metric", "M", "\(names(Metric.allCases)) (euclidean)"),
            .value("method", "M", "Groups that last longest (eom), or the finest ones (leaf) (eom)"),
            .value("epsilon", "E", "Groups that come apart at a smaller distance than this stay together (0)"),
            .value("max-cluster-size", "N", "Larger groups are passed over for their parts (no limit)"),
            .flag("allow-single-cluster", "All vectors may be one group"),
            .value("output", "FILE", "Labels as int64, one a row: 0, 1, ... from the largest group on, -1 for noise"),
            .value("probabilities", "FILE", "How strongly each row belongs to its group, float64, 0 to 1"),
            .value("outlier-scores", "FILE", "How much each row is an outlier, float64, 0 to 1"),
            .value("threads", "N", "Processors to use (all)"),
        ]
    ) { invocation in
        let path = invocation.positionals[0]
        let output = try invocation.required("output")
        let targets = [output, invocation.value("probabilities"), invocation.value("outlier-scores")]
        let threads = try invocation.int("threads", in: 1...1024)
        let parameters = try ClusterCommand.parameters(invocation)
        let thread = BlockingExecutor(name: "cluster", threads: 1, queueLimit: 1)
        let (found, dimension) = try await thread.run {
            for target in targets { if let target { try NumpyFiles.checkWritable(target) } }
            let vectors = try Vectors(try NumpyFiles.read(path))
            let progress = WorkProgress(report: { Terminal.progress($0, "\(vectors.count) vectors") })
            let found = try HDBSCAN.run(vectors, parameters, threads: threads, progress: progress)
            let arrays = [NumpyArray(found.labels), NumpyArray(found.probabilities), NumpyArray(found.outlierScores)]
            for (target, array) in zip(targets, arrays) { if let target { try NumpyFiles.write(array, to: target) } }
            return (found, vectors.dimension)
        }
        let json: JSON = [
            "vectors": .int(Int64(found.labels.count)), "dimension": .int(Int64(dimension)),
            "clusters": .int(Int64(found.clusterSizes.count)), "noise": .int(Int64(found.noiseCount)),
            "cluster_sizes": .array(found.clusterSizes.map { .int(Int64($0)) }), "tree_length": .double(found.treeLength),
            "output": .string(output),
        ]
        let text = "\(found.clusterSizes.count) groups and \(found.noiseCount) vectors of noise among \(found.labels.count); labels are in \(output)."
        invocation.report(json, text: text)
    }
}

private func names<Choice: RawRepresentable<String>>(_ choices: [Choice]) -> String { choices.map(\.rawValue).joined(separator: ", ") }

private enum ClusterCommand {
    static func parameters(_ invocation: Invocation) throws -> HDBSCAN.Parameters {
        guard let size = try invocation.int("min-cluster-size", in: 2...Int(Int32.max)) else {
            throw UsageError("--min-cluster-size is needed")
        }
        var parameters = HDBSCAN.Parameters(minimumClusterSize: size)
        parameters.minimumSamples = try invocation.int("min-samples", in: 1...Int(Int32.max))
        parameters.metric = try choice(invocation, "metric") ?? .euclidean
        parameters.selection = try choice(invocation, "method") ?? .excessOfMass
        parameters.selectionEpsilon = try invocation.double("epsilon", in: 0...Double.greatestFiniteMagnitude) ?? 0
        parameters.maximumClusterSize = try invocation.int("max-cluster-size", in: 1...Int(Int32.max))
        parameters.allowsSingleCluster = invocation.has("allow-single-cluster")
        return parameters
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(_ invocation: Invocation, _ name: String) throws -> Choice? {
        try invocation.choice(name, of: Choice.allCases.map(\.rawValue)).flatMap(Choice.init(rawValue:))
    }
}
