import Core
import Library

/// The one line that a trainer reads (docs/trainer-protocol.md).
struct TrainerRequest: Sendable {
    let line: String

    init(run: TrainingRun, dataset: Dataset, folder: TrainingFolder, resume: String?) {
        let task =
            switch dataset.taskType {
            case .classification: "classify"
            case .detection: "detect"
            case .segmentation: "segment"
            case .pose: "pose"
            }
        var request = JSONObject([
            ("protocol", 1), ("task", .string(task)), ("base_model", .string(run.baseModel)), ("data", .string(folder.data)),
            ("output", .string(folder.output)), ("epochs", .int(Int64(run.epochs))), ("batch_size", .int(Int64(run.batchSize))),
            ("img_size", .int(Int64(run.imgSize))), ("patience", .int(Int64(run.patience))), ("seed", .int(Int64(run.seed))),
            ("device", .string(run.device)),
        ])
        if let rate = run.learningRate { request["learning_rate"] = .double(rate) }
        if let resume { request["resume"] = .string(resume) }
        if let settings = try? JSON.parse(dataset.preprocessing.text), settings.object?.members.isEmpty == false {
            request["preprocessing"] = settings
        }
        if let settings = try? JSON.parse(dataset.augmentation.text), settings.object?.members.isEmpty == false { request["augmentation"] = settings }
        line = JSON.object(request).text
    }
}
