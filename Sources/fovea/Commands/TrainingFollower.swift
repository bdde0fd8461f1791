import Core
import JobQueue
import Learning

/// Shows a training run as it goes on.
struct TrainingFollower {
    let application: Application

    init(_ application: Application) { self.application = application }

    /// Answers when the run is completed. Throws its reason when it failed or was cancelled.
    func follow(_ id: ID) async throws -> TrainingRun {
        try await application.jobLog.follow(id, from: 0) { frame in
            guard let json = try? JSON.parse(frame.json), let data = json["data"] else { return }
            switch json["type"]?.string {
            case "metric": Terminal.say(Self.line(data))
            case "progress": Terminal.progress(data["fraction"]?.double ?? 0, data["message"]?.string ?? "")
            case "log" where data["stream"]?.string != JobFrame.Draft.Stream.stderr.rawValue: Terminal.say(data["text"]?.string ?? "")
            default: break
            }
        }
        let run = try await application.learning.trainings.find(id)
        guard run.status == .completed else {
            throw FoveaError(.conflict, "The run \(run.status.rawValue == "failed" ? "failed" : "was cancelled"). \(run.errorMessage ?? "")")
        }
        return run
    }

    /// An epoch in a line: its scores, then its losses.
    private static func line(_ metric: JSON) -> String {
        func numbers(_ key: String, _ wanted: (String) -> Bool) -> [String] {
            (metric[key]?.object?.members ?? []).compactMap { name, value in
                value.double.flatMap { wanted(name) ? "\(name) \(rounded($0, 4))" : nil }
            }
        }
        let scores = numbers("val") { !$0.hasSuffix("loss") }, losses = numbers("train") { $0.hasSuffix("loss") }
        let seconds = rounded(metric["seconds"]?.double ?? 0, 1)
        return "epoch \(metric["epoch"]?.int ?? 0)  \((scores + losses).joined(separator: "  "))  \(seconds) s"
    }

    private static func rounded(_ value: Double, _ places: Int) -> Double {
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        return (value * scale).rounded() / scale
    }

    static func text(_ run: TrainingRun) -> String {
        let score = run.bestMap50.map { "mAP50 \(rounded($0, 4)), mAP50-95 \(rounded(run.bestMap ?? 0, 4)) on the validation pictures" }
        return "Trained \(run.name)\(score.map { ": \($0)" } ?? "")."
    }
}
