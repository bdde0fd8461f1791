import Core

/// Where the numbers that BRISQUE and NIQE need lie: the operator's word, else `.quality/models.json` in a folder above the
/// program, as `scripts/setup-quality` writes it. Nil when they were not set up.
enum QualityPlace {
    static func models(_ configuration: Configuration) -> String? {
        if let given = configuration[.qualityModels] { return given }
        return Files.above(Files.executable) { folder in
            let file = "\(folder)/.quality/models.json"
            return Files.exists(file) ? file : nil
        }
    }
}
