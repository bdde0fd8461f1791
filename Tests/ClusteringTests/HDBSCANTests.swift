import Clustering
import Core
import Testing

@Suite struct HDBSCANTests {
    @Test(arguments: 0..<12) func answersDependOnTheVectorsAlone(_ seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let dimension = Int.random(in: 1...5, using: &random)
        let vectors = try Vectors.whole(seed: seed, count: Int.random(in: 20...400, using: &random), dimension: dimension, below: 7)
        var parameters = HDBSCAN.Parameters(minimumClusterSize: Int.random(in: 2...9, using: &random))
        parameters.minimumSamples = Int.random(in: 1...9, using: &random)
        parameters.selection = seed.isMultiple(of: 2) ? .leaf : .excessOfMass
        parameters.selectionEpsilon = seed.isMultiple(of: 3) ? 1.2 : 0
        parameters.allowsSingleCluster = seed.isMultiple(of: 4)
        let first = try HDBSCAN.run(vectors, parameters, threads: 1)
        let order = Array(0..<vectors.count).shuffled(using: &random)
        let again = try HDBSCAN.run(try vectors.reordered(order), parameters, threads: 3)
        #expect(order.map { first.labels[$0] } == again.labels)
        #expect(order.map { first.probabilities[$0] } == again.probabilities)
        #expect(order.map { first.outlierScores[$0] } == again.outlierScores)
        #expect(first.treeLength == again.treeLength)
        check(first, vectors, parameters)
    }

    /// What holds of every result.
    private func check(_ result: HDBSCAN.Result, _ vectors: Vectors, _ parameters: HDBSCAN.Parameters) {
        #expect(result.labels.count == vectors.count)
        #expect(result.probabilities.allSatisfy { (0...1).contains($0) } && result.outlierScores.allSatisfy { (0...1).contains($0) })
        #expect(zip(result.labels, result.probabilities).allSatisfy { $0 >= 0 || $1 == 0 })
        for (label, size) in result.clusterSizes.enumerated() {
            #expect(result.labels.count { $0 == label } == size)
        }
        #expect(result.clusterSizes == result.clusterSizes.sorted(by: >))
        var answers: [ArraySlice<Float>: Set<Int>] = [:]
        for row in 0..<vectors.count { answers[ArraySlice(Array(vectors[row])), default: []].insert(result.labels[row]) }
        #expect(answers.values.allSatisfy { $0.count == 1 }, "equal rows are in one cluster")
    }

    @Test func groupsFarApartAreFound() throws {
        let vectors = try Vectors.groups(seed: 5, count: 400, dimension: 64, groups: 4, spread: 0.02)
        let result = try HDBSCAN.run(vectors, HDBSCAN.Parameters(minimumClusterSize: 10))
        #expect(result.clusterSizes.count == 4)
        for group in 0..<4 {
            let labels = stride(from: group, to: 400, by: 4).map { result.labels[$0] }.filter { $0 >= 0 }
            #expect(Set(labels).count == 1 && labels.count > 80)
        }
    }

    @Test func allEqualIsNoiseUnlessOneClusterIsAllowed() throws {
        let vectors = try Vectors([[Float]](repeating: [0.1, 7, -3], count: 30))
        var parameters = HDBSCAN.Parameters(minimumClusterSize: 5)
        #expect(try HDBSCAN.run(vectors, parameters).noiseCount == 30)
        parameters.allowsSingleCluster = true
        let result = try HDBSCAN.run(vectors, parameters)
        #expect(result.clusterSizes == [30] && result.probabilities == [Double](repeating: 1, count: 30) && result.treeLength == 0)
    }

    @Test func epsilonKeepsTogetherWhatComesApartCloser() throws {
        // Two pairs of groups on a line: 1 apart within a pair, 10 between them.
        let rows = [Float(0), 1, 10, 11].flatMap { centre in (0..<10).map { [centre + Float($0) / 64] } }
        var parameters = HDBSCAN.Parameters(minimumClusterSize: 5)
        parameters.selection = .leaf
        #expect(try HDBSCAN.run(Vectors(rows), parameters).clusterSizes == [10, 10, 10, 10])
        parameters.selectionEpsilon = 2
        #expect(try HDBSCAN.run(Vectors(rows), parameters).clusterSizes == [20, 20])
        parameters.selectionEpsilon = 20
        #expect(try HDBSCAN.run(Vectors(rows), parameters).clusterSizes == [20, 20])
        parameters.allowsSingleCluster = true
        #expect(try HDBSCAN.run(Vectors(rows), parameters).clusterSizes == [40])
    }

    @Test func namesEveryParameterOutOfRange() throws {
        let vectors = try Vectors([[1], [2], [3]])
        var parameters = HDBSCAN.Parameters(minimumClusterSize: 1)
        parameters.minimumSamples = 0
        parameters.maximumClusterSize = 0
        parameters.selectionEpsilon = .nan
        #expect { try HDBSCAN.run(vectors, parameters) } throws: { ($0 as? FoveaError)?.fields.count == 4 }
        #expect { try HDBSCAN.run(vectors, HDBSCAN.Parameters(minimumClusterSize: 4)) } throws: { "\($0)".contains("min_samples") }
    }

    @Test func tellsHowFarItIsAndStopsWhenAsked() throws {
        let vectors = try Vectors.groups(seed: 2, count: 600, dimension: 3, groups: 3)
        let seen = Lock<[Double]>([])
        _ = try HDBSCAN.run(
            vectors, HDBSCAN.Parameters(minimumClusterSize: 5), threads: 1,
            progress: WorkProgress(report: { fraction in seen.withLock { $0.append(fraction) } }))
        let reports = seen.withLock { $0 }
        #expect(reports == reports.sorted() && reports.last == 1 && reports.count > 10)
        let asked = Lock(0)
        let stop = WorkProgress(isCancelled: {
            asked.withLock {
                $0 += 1
                return $0 > 12
            }
        })
        #expect(throws: CancellationError.self) { try HDBSCAN.run(vectors, HDBSCAN.Parameters(minimumClusterSize: 5), progress: stop) }
    }
}
