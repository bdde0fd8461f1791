import Core

/// One line of the trainer's standard output (docs/trainer-protocol.md). Unknown events and fields are passed over.
enum TrainerEvent: Sendable {
    struct Exported: Sendable {
        var path: String
        var weightsPath: String?
        var imgSize: Int
        var classNames: [String]
    }

    case started(pretrained: Bool?, resumedFrom: Int?, batchSize: Int?, notes: [String])
    case batch(epoch: Int, epochs: Int, batch: Int, batches: Int)
    case epoch(EpochMetrics, epochs: Int, isBest: Bool)
    case log(level: String, text: String)
    case exported(Exported)
    case completed(JSON)
    case failed(kind: String, reason: String, detail: String?)
    case cancelled(reason: String)
    case other

    init(line: String) {
        guard let json = try? JSON.parse(line), let name = json["event"]?.string else {
            self = .log(level: "warning", text: line)
            return
        }
        func int(_ key: String) -> Int { Int(json[key]?.int ?? 0) }
        switch name {
        case "started":
            self = .started(
                pretrained: json["pretrained"]?.bool, resumedFrom: json["resumed_from"]?.int.map(Int.init),
                batchSize: json["batch_size"]?.int.map(Int.init), notes: (json["notes"]?.array ?? []).compactMap(\.string))
        case "batch": self = .batch(epoch: int("epoch"), epochs: int("epochs"), batch: int("batch"), batches: int("batches"))
        case "epoch":
            let metrics = EpochMetrics(
                epoch: int("epoch"), train: RawJSON(Self.numbers(json["train"])), val: RawJSON(Self.numbers(json["val"])),
                lr: json["lr"]?.double, seconds: json["seconds"]?.double ?? 0)
            self = .epoch(metrics, epochs: int("epochs"), isBest: json["is_best"]?.bool ?? false)
        case "log": self = .log(level: json["level"]?.string ?? "info", text: json["text"]?.string ?? "")
        case "exported":
            guard let path = json["path"]?.string else {
                self = .other
                return
            }
            self = .exported(
                Exported(
                    path: path, weightsPath: json["weights"]?["path"]?.string, imgSize: int("img_size"),
                    classNames: (json["class_names"]?.array ?? []).compactMap(\.string)))
        case "completed": self = .completed(json)
        case "failed":
            self = .failed(
                kind: json["kind"]?.string ?? "internal", reason: json["reason"]?.string ?? "The trainer failed.", detail: json["detail"]?.string)
        case "error":
            let fields = (json["errors"]?.array ?? []).map { "\($0["field"]?.string ?? "?") \($0["message"]?.string ?? "")" }
            let message = json["message"]?.string ?? "The request was refused."
            self = .failed(kind: "request", reason: ([message] + fields).joined(separator: " "), detail: nil)
        case "cancelled": self = .cancelled(reason: json["reason"]?.string ?? "signal")
        default: self = .other
        }
    }

    /// Only the numbers of an object.
    private static func numbers(_ json: JSON?) -> JSON {
        .object(JSONObject((json?.object?.members ?? []).filter { $0.value.double != nil }))
    }
}
