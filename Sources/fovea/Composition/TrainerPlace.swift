import Core

/// Where the trainer lies: in an installation beside the program (`bin/../trainer`), in a checkout at its root.
enum TrainerPlace {
    /// The interpreter of its environment: the operator's word, else `.venv-trainer` beside the package.
    static func python(_ configuration: Configuration) -> String? {
        if let given = configuration[.trainerPython] { return given }
        return Files.above(Files.executable) { folder in
            let python = "\(folder)/.venv-trainer/bin/python"
            return Files.exists(python) ? python : nil
        }
    }

    /// The folder that holds the package `fovea_trainer`.
    static var package: String {
        Files.above(Files.executable) { folder in
            Files.exists("\(folder)/trainer/fovea_trainer/__main__.py") ? "\(folder)/trainer" : nil
        } ?? ""
    }
}
