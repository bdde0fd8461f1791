import Core
import Learning

/// The options of `fovea train` as the API's own bodies, so that both are held to the same bounds.
struct TrainingOptions {
    let training: TrainingBody
    let dataset: DatasetBody

    static let options: [Command.Option] = [
        .value("base-model", "NAME", "yolov8n, s, m, l, x or yolo11n, s, m, l, x (yolov8n)"),
        .value("epochs", "N", "At most so many (100)"),
        .value("img-size", "PIXELS", "Side of the square that the model sees (640)"),
        .value("batch-size", "N", "Pictures a step (by the size of the set)"),
        .value("learning-rate", "RATE", "The first one (the recipe's)"),
        .value("patience", "N", "Epochs without a better score before it stops; 0 for never (50)"),
        .value("seed", "N", "Of the split and of the training (0)"),
        .value("device", "D", "auto, cpu or the number of a GPU (auto)"),
        .value("name", "TEXT", "Of the model"),
        .value("split", "TRAIN,VAL,TEST", "Shares for pictures that have no split (80,10,10)"),
    ]

    init(_ invocation: Invocation) throws {
        let most = 1 << 31
        let seed = try invocation.int("seed", in: 0...most) ?? 0
        var training = JSONObject([("dataset_id", .string(ID(high: 0, low: 0).description))])
        training["base_model"] = .string(invocation.value("base-model") ?? "yolov8n")
        training["epochs"] = .int(Int64(try invocation.int("epochs", in: 1...most) ?? 100))
        training["seed"] = .int(Int64(seed))
        for (option, field) in [("img-size", "img_size"), ("batch-size", "batch_size"), ("patience", "patience")] {
            if let value = try invocation.int(option, in: 0...most) { training[field] = .int(Int64(value)) }
        }
        if let rate = try invocation.double("learning-rate", in: 0...1) { training["learning_rate"] = .double(rate) }
        for name in ["device", "name"] { if let value = invocation.value(name) { training[name] = .string(value) } }
        self.training = try TrainingBody.decode(.object(training))

        var dataset = DatasetBody()
        dataset.name = invocation.value("name") ?? "fovea train"
        dataset.seed = seed
        if let text = invocation.value("split") { dataset.splits = try Self.shares(text) }
        self.dataset = try DatasetBody.decode(JSON.parse(dataset.encoded()))
    }

    private static func shares(_ text: String) throws -> SplitShares {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard numbers.count == 3, let train = numbers[0], let val = numbers[1], let test = numbers[2] else {
            throw UsageError("--split takes three numbers, as 80,10,10, not \"\(text)\"")
        }
        return SplitShares(train: train, val: val, test: test)
    }
}
