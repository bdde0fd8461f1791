import Core
import ImageQuality
import ONNXInference
import Processes

extension Doctor {
    static func onnxRuntime(_ settings: Settings) throws -> String {
        "ONNX Runtime \(try ONNXRuntime.shared().version)"
    }

    /// Reads the file as an engine does.
    static func quality(_ settings: Settings) throws -> String {
        let place = QualityPlace.models(settings.configuration)
        guard try QualityModels(path: place).brisque != nil else {
            throw FoveaError(.unavailable, "BRISQUE and NIQE are left out: run scripts/setup-quality, or set FOVEA_QUALITY_MODELS.")
        }
        return "BRISQUE and NIQE can be measured"
    }

    /// Asks the trainer's own probe, which imports all that a run needs.
    static func trainer(_ settings: Settings) async throws -> String {
        guard let python = TrainerPlace.python(settings.configuration) else {
            throw FoveaError(.unavailable, "The trainer's Python was not found. `make setup` installs it, or set FOVEA_TRAINER_PYTHON.")
        }
        var environment = EnvironmentVariables.all
        environment["PYTHONPATH"] = TrainerPlace.package
        var options = ChildOptions(python, ["-m", "fovea_trainer", "probe"], environment: environment)
        options.errors = .discard
        let child = try await ChildProcess.start(options)
        let lines = await child.output.collect()
        _ = await child.wait()
        guard let answer = lines.last.flatMap({ try? JSON.parse($0) }) else {
            throw FoveaError(.unavailable, "\(python) cannot run the trainer. `scripts/setup-trainer` installs what it needs.")
        }
        guard answer["ready"]?.bool == true else {
            throw FoveaError(.unavailable, answer["reason"]?.string ?? "The trainer is not ready.")
        }
        let devices = answer["devices"]?.array?.compactMap(\.string) ?? []
        return "ready, on \(devices.isEmpty ? "cpu" : devices.joined(separator: ", "))"
    }
}
