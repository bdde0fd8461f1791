import Clustering
import Core
import Engine
import NearDuplicates

extension Command {
    static let duplicates = Command(
        "duplicates", "Find copies among pictures, also resized, recompressed, cropped, turned or brightened ones; no server needed",
        usage: "FOLDER|IMAGE...", positionals: 1...1_000_000, options: [.value("threads", "N", "Processors to use (all)")]
    ) { invocation in
        let threads = try invocation.int("threads", in: 1...1024) ?? EngineOptions.cores
        let workers = BlockingExecutor(name: "duplicates", threads: threads, queueLimit: 4 * threads)
        let paths = try await workers.run { [given = invocation.positionals] in
            // A file that is given twice is no copy of itself.
            var seen: Set<String> = []
            return try PictureFiles.under(given).filter { seen.insert(PictureFiles.place($0)).inserted }
        }
        guard !paths.isEmpty else { throw FoveaError(.notFound, "There are no pictures in \(invocation.positionals.joined(separator: ", ")).") }
        let (signed, failed) = try await sign(paths, workers, threads)
        let files = DuplicatesCommand.ordered(signed)
        let groups = try await workers.run {
            let progress = WorkProgress(report: { Terminal.progress($0, "Comparing \(files.count) pictures") })
            return try DuplicateFinder(files.map(\.signature), crew: Crew(threads: threads), progress: progress).groups()
        }
        Terminal.progress(1, "\(groups.count) groups")
        tell(groups, files, failed, json: invocation.wantsJSON)
        if !failed.isEmpty { throw FoveaError(.invalid, "\(failed.count) of \(paths.count) pictures could not be read; the reasons are above.") }
    }

    private typealias Failed = (path: String, reason: String)

    private static func sign(_ paths: [String], _ workers: BlockingExecutor, _ threads: Int) async throws -> ([DuplicatesCommand.Signed], [Failed]) {
        try await withThrowingTaskGroup(of: (String, Result<DuplicatesCommand.Signed, FoveaError>).self) { group in
            var (signed, failed): ([DuplicatesCommand.Signed], [Failed]) = ([], [])
            func take(_ done: (String, Result<DuplicatesCommand.Signed, FoveaError>)) {
                switch done.1 {
                case .success(let file): signed.append(file)
                case .failure(let error): failed.append((done.0, error.message))
                }
                Terminal.progress(Double(signed.count + failed.count) / Double(paths.count), "\(signed.count + failed.count) of \(paths.count) read")
            }
            for (index, path) in paths.enumerated() {
                if index >= 2 * threads, let done = try await group.next() { take(done) }
                group.addTask { (path, try await workers.run { DuplicatesCommand.sign(path) }) }
            }
            for try await done in group { take(done) }
            return (signed, failed.sorted { $0.path < $1.path })
        }
    }

    private static func tell(_ groups: [DuplicateGroup], _ files: [DuplicatesCommand.Signed], _ failed: [Failed], json: Bool) {
        if json {
            let report: JSON = [
                "images": .int(Int64(files.count)), "groups": .array(groups.map { DuplicatesCommand.json($0, files) }),
                "errors": .array(failed.map { ["path": .string($0.path), "error": .string($0.reason)] }),
            ]
            return Terminal.answer(report.text)
        }
        for group in groups {
            let keeper = files[group.keeper]
            Terminal.answer("keep  \(keeper.path)  \(keeper.signature.width)x\(keeper.signature.height)")
            for copy in group.copies {
                let file = files[copy.index]
                let words = file.digest == keeper.digest ? "the same file" : copy.difference.words.joined(separator: ", ")
                Terminal.answer("copy  \(file.path)  \(file.signature.width)x\(file.signature.height)  \(words)")
            }
            if group.linked > 0 { Terminal.answer("      \(group.linked) more like one of the copies, but not like the one to keep") }
            Terminal.answer("")
        }
        for one in failed { Terminal.say("\(one.path): \(one.reason)") }
        let copies = groups.reduce(0) { $0 + $1.copies.count }
        Terminal.answer("\(files.count) pictures, \(copies) copies in \(groups.count) groups")
    }
}
