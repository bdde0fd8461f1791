import Clustering
import Core
import Embedding
import Engine
import ImageCodecs

extension Command {
    static let pick = Command(
        "pick", "Pick the pictures to label first: those that together are most unlike; no server needed", usage: "FOLDER|IMAGE...",
        positionals: 1...1_000_000,
        options: [
            .value("count", "N", "How many (50)"),
            .value("seed", "N", "Begin with a picture drawn by this number instead of the most representative one"),
            .value("labelled", "FOLDER", "Pictures that are labelled already: what is picked complements them"),
            .value("threads", "N", "Processors to use (all)"),
        ]
    ) { invocation in
        let count = try invocation.int("count", in: 1...1_000_000) ?? 50
        let seed = try invocation.int("seed", in: 0...Int(Int32.max))
        let threads = try invocation.int("threads", in: 1...1024) ?? EngineOptions.cores
        let workers = BlockingExecutor(name: "pick", threads: threads, queueLimit: 4 * threads)
        let (given, done) = try await workers.run { [given = invocation.positionals, labelled = invocation.value("labelled")] in
            try PickCommand.paths(given, labelled: labelled)
        }
        guard !given.isEmpty else { throw FoveaError(.notFound, "There are no pictures in \(invocation.positionals.joined(separator: ", ")).") }
        let described = try await PickCommand.describe(given + done, workers, threads)
        let chosen = try await workers.run { try PickCommand.choose(count, described, covered: done, seed: seed, threads: threads) }
        PickCommand.tell(chosen, described, of: given.count, json: invocation.wantsJSON)
        if !described.failed.isEmpty {
            throw FoveaError(.invalid, "\(described.failed.count) of \(given.count + done.count) pictures could not be read; the reasons are above.")
        }
    }
}

private enum PickCommand {
    /// Pictures with their descriptors, in the order of their paths' first mention.
    struct Described: Sendable {
        var paths: [String] = []
        var table = UnitTable(dimension: Descriptor.dimension)
        var failed: [(path: String, reason: String)] = []
    }

    /// Pictures to choose among and those that are labelled, each once; what is labelled is not chosen.
    static func paths(_ given: [String], labelled: String?) throws -> (given: [String], labelled: [String]) {
        var seen: Set<String> = []
        let done = try labelled.map { try PictureFiles.under([$0]) }?.filter { seen.insert(PictureFiles.place($0)).inserted } ?? []
        return (try PictureFiles.under(given).filter { seen.insert(PictureFiles.place($0)).inserted }, done)
    }

    static func describe(_ paths: [String], _ workers: BlockingExecutor, _ threads: Int) async throws -> Described {
        var found: [Result<[Float], FoveaError>?] = Array(repeating: nil, count: paths.count)
        try await withThrowingTaskGroup(of: (Int, Result<[Float], FoveaError>).self) { group in
            var count = 0
            func take(_ done: (Int, Result<[Float], FoveaError>)) {
                found[done.0] = done.1
                count += 1
                Terminal.progress(Double(count) / Double(paths.count), "\(count) of \(paths.count) read")
            }
            for (index, path) in paths.enumerated() {
                if index >= 2 * threads, let done = try await group.next() { take(done) }
                group.addTask { (index, try await workers.run { describe(path) }) }
            }
            for try await done in group { take(done) }
        }
        return zip(paths, found).reduce(into: Described()) { described, one in
            switch one.1 {
            case .success(let vector):
                described.paths.append(one.0)
                described.table.append(vector)
            case .failure(let error): described.failed.append((one.0, error.message))
            case nil: described.failed.append((one.0, "was not read"))
            }
        }
    }

    private static func describe(_ path: String) -> Result<[Float], FoveaError> {
        do { return .success(Descriptor.of(try ImageDecoder.decode(ByteSource(path: path).all()))) } catch let error as FoveaError {
            return .failure(error)
        } catch { return .failure(FoveaError(.internal, "\(error)")) }
    }

    static func choose(_ count: Int, _ described: Described, covered: [String], seed: Int?, threads: Int) throws -> FarthestFirst {
        let done = Set(covered)
        let labelled = described.paths.indices.filter { done.contains(described.paths[$0]) }
        let candidates = described.paths.indices.filter { !done.contains(described.paths[$0]) }
        guard !candidates.isEmpty else { throw FoveaError(.invalid, "None of the pictures could be read.") }
        let table = described.table
        let start = try labelled.isEmpty ? first(candidates, seed, table, threads) : candidates[0]
        let progress = WorkProgress(report: { Terminal.progress($0, "choosing") })
        return try FarthestFirst(
            table, count: count, among: candidates, covered: labelled, start: start, threads: threads, progress: progress)
    }

    /// All pictures are candidates here.
    private static func first(_ candidates: [Int], _ seed: Int?, _ table: UnitTable, _ threads: Int) throws -> Int {
        if let seed, let drawn = FarthestFirst.drawn(candidates, seed: UInt64(seed)) { return drawn }
        let scores = try CoverageScores(table, threads: threads).representativeness
        return candidates.max { (scores[$0], $1) < (scores[$1], $0) } ?? candidates[0]
    }

    static func tell(_ chosen: FarthestFirst, _ described: Described, of count: Int, json: Bool) {
        if json {
            let report: JSON = [
                "images": .int(Int64(described.paths.count)),
                "picks": .array(
                    chosen.picks.map { ["path": .string(described.paths[$0.row]), "distance": $0.distance.map { .double($0) } ?? .null] }),
                "reach_before": chosen.reachBefore.map { .double($0) } ?? .null, "reach_after": .double(chosen.reachAfter),
                "errors": .array(described.failed.map { ["path": .string($0.path), "error": .string($0.reason)] }),
            ]
            return Terminal.answer(report.text)
        }
        for pick in chosen.picks { Terminal.answer(described.paths[pick.row]) }
        for one in described.failed { Terminal.say("\(one.path): \(one.reason)") }
        Terminal.say("\(chosen.picks.count) of \(count) pictures")
    }
}
