import Core
import Engine
import ImageQuality

extension Command {
    static let quality = Command(
        "quality", "Measure the quality of pictures: BRISQUE, NIQE, PIQE, sharpness and more; no server needed", usage: "IMAGE|FOLDER...",
        positionals: 1...1_000_000,
        options: [
            .value("blurry-below", "V", "Sharpness of a blurry picture (30)"),
            .value("dark-below", "0-1", "Brightness of a dark picture (0.15)"),
            .value("bright-above", "0-1", "Brightness of a bright picture (0.9)"),
            .value("threads", "N", "Processors to use (all)"),
        ]
    ) { invocation in
        let settings = try Settings.load(invocation)
        var limits = QualityThresholds.standard
        limits.blurryBelow = try invocation.double("blurry-below", in: 0...1e9) ?? limits.blurryBelow
        limits.darkBelow = try invocation.double("dark-below", in: 0...1) ?? limits.darkBelow
        limits.brightAbove = try invocation.double("bright-above", in: 0...1) ?? limits.brightAbove
        let threads = try invocation.int("threads", in: 1...1024) ?? EngineOptions.cores
        let chosen = limits
        let workers = BlockingExecutor(name: "quality", threads: threads, queueLimit: 4 * threads)
        let (models, images) = try await workers.run { [place = QualityPlace.models(settings.configuration), given = invocation.positionals] in
            (try QualityModels(path: place), try PictureFiles.under(given))
        }
        if models.brisque == nil { Terminal.say("BRISQUE and NIQE are left out: run scripts/setup-quality, or set FOVEA_QUALITY_MODELS.") }
        guard !images.isEmpty else { throw FoveaError(.notFound, "There are no pictures in \(invocation.positionals.joined(separator: ", ")).") }
        let report = QualityReport(invocation, count: images.count)
        try await withThrowingTaskGroup(of: (Int, QualityCommand.Answer).self) { group in
            // Answers are told in the order of the files, whichever is done first.
            var waiting: [Int: QualityCommand.Answer] = [:]
            var next = 0
            func take(_ done: (Int, QualityCommand.Answer)) {
                waiting[done.0] = done.1
                while let answer = waiting.removeValue(forKey: next) {
                    report.add(answer)
                    next += 1
                }
            }
            for (index, path) in images.enumerated() {
                if index >= 2 * threads, let done = try await group.next() { take(done) }
                group.addTask { (index, try await workers.run { QualityCommand.measure(path, models: models, limits: chosen) }) }
            }
            for try await done in group { take(done) }
        }
        report.end()
        if report.failed > 0 {
            throw FoveaError(.invalid, "\(report.failed) of \(images.count) pictures could not be measured; the reasons are above.")
        }
    }
}

/// A line a picture as it comes, or JSON at the end.
private final class QualityReport {
    private let wantsJSON: Bool
    private let count: Int
    private var answers: [JSON] = []
    private var done = 0
    private(set) var failed = 0
    private let widths: [Int]

    init(_ invocation: Invocation, count: Int) {
        wantsJSON = invocation.wantsJSON
        self.count = count
        widths = QualityCommand.header.enumerated().map { index, name in index == 0 ? 32 : max(name.count, index == 1 ? 9 : 6) }
        if !wantsJSON { Terminal.answer(line(QualityCommand.header)) }
    }

    func add(_ answer: QualityCommand.Answer) {
        done += 1
        if case .failure = answer.result { failed += 1 }
        if wantsJSON { answers.append(answer.json) } else { Terminal.answer(line(answer.cells)) }
        Terminal.progress(Double(done) / Double(count), "\(done) of \(count) pictures")
    }

    func end() {
        if wantsJSON { Terminal.answer(JSON.object(["images": .array(answers)]).text) }
    }

    /// Names on the left, numbers on the right.
    private func line(_ cells: [String]) -> String {
        guard cells.count == widths.count else { return cells.joined(separator: ": ") }
        return zip(cells, widths).enumerated().map { index, cell in
            let room = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            return index == 0 ? cell.0 + room : index == cells.count - 1 ? cell.0 : room + cell.0
        }.joined(separator: "  ")
    }
}
