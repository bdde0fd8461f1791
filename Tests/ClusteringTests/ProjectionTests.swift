import Clustering
import Core
import OracleSupport
import Testing

@Suite struct ProjectionTests {
    @Test(arguments: [(2, 50), (40, 30), (300, 3), (500, 384), (200, 700)])
    func componentsEqualScikitLearn(_ count: Int, _ dimension: Int) throws {
        let vectors = try Vectors.groups(seed: 9, count: count, dimension: dimension, groups: min(count, 6), spread: 0.3)
        let wanted = min(3, count - 1, dimension)
        let ours = try PCA(vectors, count: wanted)
        let found = try NumpyArray(file: hexBytes(PythonOracle.run(pcaScript, ["\(wanted)"], input: vectors.asFile)))
        guard case .float64(let numbers) = found.numbers else {
            Issue.record("no numbers")
            return
        }
        for index in 0..<wanted {
            let row = numbers[index * (dimension + 1)..<(index + 1) * (dimension + 1)]
            #expect(abs(ours.variances[index] / row[row.startIndex] - 1) < 1e-9)
            // Directions are equal up to their sign.
            let cosine = zip(ours.components[index], row.dropFirst()).reduce(0.0) { $0 + $1.0 * $1.1 }
            #expect(abs(abs(cosine) - 1) < 1e-9)
        }
        #expect(ours.coordinates.count == count && ours.coordinates.allSatisfy { $0.count == wanted })
        for index in 0..<wanted {
            let spread = ours.coordinates.reduce(0.0) { $0 + $1[index] * $1[index] } / Double(count - 1)
            #expect(abs(spread / ours.variances[index] - 1) < 1e-9)
        }
    }

    @Test func oddTablesHaveComponents() throws {
        #expect(try PCA(Vectors([[1, 2, 3]])).coordinates == [[0, 0]])
        #expect(try PCA(Vectors([[Float]](repeating: [4, 5], count: 9))).variances == [0, 0])
        let line = try PCA(Vectors((0..<20).map { [Float($0)] }))
        #expect(line.components == [[1]] && abs(line.variances[0] - 35) < 1e-12)
        // All directions are as good as each other.
        let cross = try PCA(Vectors((0..<6).flatMap { axis in [Float(-1), 1].map { sign in (0..<6).map { $0 == axis ? sign : 0 } } }), count: 6)
        #expect(cross.variances.allSatisfy { abs($0 - 2.0 / 11) < 1e-12 })
    }

    @Test func neighboursStayNeighbours() throws {
        let vectors = try Vectors.groups(seed: 11, count: 500, dimension: 32, groups: 8, spread: 0.35)
        let map = try TSNE.run(vectors)
        let input = vectors.asFile + NumpyArray(rows: map.flatMap { [Float($0.x), Float($0.y)] }, dimension: 2).file
        let scores = try PythonOracle.run(trustScript, input: input).split(separator: " ").compactMap { Double($0.trimmingSuffix()) }
        try #require(scores.count == 3)
        let (ours, theirs, components) = (scores[0], scores[1], scores[2])
        #expect(ours > theirs - 0.01 && ours > components + 0.02, "t-SNE \(ours), scikit-learn's \(theirs), components \(components)")
    }

    @Test func theSeedDecidesTheMapAndThreadsDoNot() throws {
        let vectors = try Vectors.groups(seed: 12, count: 300, dimension: 5, groups: 3)
        var parameters = TSNE.Parameters()
        parameters.iterations = 60
        let one = try TSNE.run(vectors, parameters, threads: 1)
        #expect(try one == TSNE.run(vectors, parameters, threads: 4))
        let order = Array((0..<300).reversed())
        #expect(try order.map { one[$0] } == TSNE.run(vectors.reordered(order), parameters))
        parameters.seed = 1
        #expect(try one != TSNE.run(vectors, parameters))
    }

    @Test(arguments: [1, 2, 3, 4, 5, 40]) func fewOrEqualVectorsHaveAMap(_ count: Int) throws {
        for vectors in [try Vectors((0..<count).map { [Float($0), 1] }), try Vectors([[Float]](repeating: [2, 2, 2], count: count))] {
            let map = try TSNE.run(vectors)
            #expect(map.count == count && map.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        }
    }

    @Test func stopsWhenAsked() throws {
        let vectors = try Vectors.groups(seed: 1, count: 200, dimension: 4, groups: 3)
        let asked = Lock(0)
        let stop = WorkProgress(isCancelled: {
            asked.withLock {
                $0 += 1
                return $0 > 60
            }
        })
        #expect(throws: CancellationError.self) { try TSNE.run(vectors, progress: stop) }
        #expect(asked.withLock { $0 } < 80)
    }

    private func hexBytes(_ text: String) -> [UInt8] {
        let digits = text.utf8.compactMap { UInt8(ascii: "0") <= $0 && $0 <= UInt8(ascii: "9") ? $0 - 48 : $0 >= 97 ? $0 - 87 : nil }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private let pcaScript = """
        import io, sys, numpy as np
        from sklearn.decomposition import PCA
        fitted = PCA(int(sys.argv[1]), svd_solver="full").fit(np.load(io.BytesIO(sys.stdin.buffer.read())).astype(float))
        out = io.BytesIO()
        np.save(out, np.hstack([fitted.explained_variance_[:, None], fitted.components_]))
        print(out.getvalue().hex())
        """

    private let trustScript = """
        import io, sys, numpy as np
        from sklearn.decomposition import PCA
        from sklearn.manifold import TSNE, trustworthiness
        file = io.BytesIO(sys.stdin.buffer.read())
        vectors, ours = np.load(file), np.load(file)
        theirs = TSNE(init="pca", random_state=0).fit_transform(vectors)
        print(*[trustworthiness(vectors, map, n_neighbors=12) for map in (ours, theirs, PCA(2).fit_transform(vectors))])
        """
}

extension Substring {
    fileprivate func trimmingSuffix() -> Substring { self[..<(firstIndex(of: "\n") ?? endIndex)] }
}
