import Core
import Engine
import ImageCodecs

extension Command {
    static let engine = Command(
        "engine", "Decode pictures and run models for the server and the workers of this machine",
        options: [
            .value("socket", "PATH", "The Unix socket to listen on"),
            .value("memory", "MIB", "Private memory that it may use; 0 for no limit (6144)"),
            .value("threads", "N", "Processors to use (all)"),
        ],
        isInternal: true, work: .blocking(listen))

    private static func listen(_ invocation: Invocation) throws {
        let socket = try invocation.required("socket")
        var options = EngineOptions()
        if let memory = try invocation.int("memory", in: 0...1 << 24) { options.memory = memory << 20 }
        if let threads = try invocation.int("threads", in: 1...1024) { options.threads = threads }
        // Its environment is what the server hands down, not the operator's.
        let configuration = Configuration(environment: EnvironmentVariables.all)
        options.limits = ImageLimits(
            bytes: try configuration.int(.maxImage, in: 1...(1 << 40)), pixels: try configuration.int(.maxPixels, in: 1...(1 << 40)))
        options.qualityModels = QualityPlace.models(configuration)
        try EngineCommand.run(socket: socket, options: options, logger: .standardError())
    }
}
