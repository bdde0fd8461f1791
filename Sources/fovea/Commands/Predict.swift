import Core
import Detection
import Engine

extension Command {
    static let predict = Command(
        "predict", "Find objects in pictures with a model file; no server needed", usage: "IMAGE...", positionals: 1...1_000_000,
        options: [
            .value("model", "FILE", "An ONNX detector, as Fovea's training or Ultralytics exports it"),
            .value("confidence", "0-1", "Scores must be higher (0.25)"),
            .value("iou", "0-1", "Boxes of a class that overlap more are one (0.7)"),
            .value("maximum", "N", "Objects a picture, best first (300)"),
        ]
    ) { invocation in
        let model = try invocation.required("model")
        let thresholds = DetectionThresholds(
            confidence: Float(try invocation.double("confidence", in: 0...1) ?? 0.25),
            iou: Float(try invocation.double("iou", in: 0...1) ?? 0.7),
            maximum: try invocation.int("maximum", in: 1...3000) ?? 300)
        let images = invocation.positionals
        let wantsJSON = invocation.wantsJSON
        let thread = BlockingExecutor(name: "prediction", threads: 1, queueLimit: 1)
        let failed = try await thread.run {
            var answers: [JSON] = []
            var failed = 0
            let info = try PredictCommand.run(model: model, images: images, thresholds: thresholds) { answer in
                if case .failure = answer.result { failed += 1 }
                if wantsJSON { answers.append(answer.json) } else { Terminal.answer(answer.text) }
            }
            if wantsJSON {
                Terminal.answer(JSON.object(["model": .string(model), "info": info.json, "images": .array(answers)]).text)
            }
            return failed
        }
        if failed > 0 {
            throw FoveaError(.invalid, "\(failed) of \(images.count) pictures could not be read; their reasons are above.")
        }
    }
}
