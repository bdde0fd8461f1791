import Core
import Engine
import Processes

/// The processes of the same binary that `serve` and `worker` start below themselves.
enum Children {
    static func engine(_ settings: Settings, socket: String, _ logger: Logger) throws -> EngineSupervisor {
        try Files.makeDirectory(String(socket[..<(socket.lastIndex(of: "/") ?? socket.endIndex)]))
        var environment = EngineSupervisor.environment(from: EnvironmentVariables.all)
        environment[Setting.onnxRuntime.name] = settings.configuration[.onnxRuntime]
        let limits = [Setting.maxImage, .maxPixels].compactMap { setting in
            settings.configuration[setting].map { (setting.name, $0) }
        }
        for (name, value) in limits { environment[name] = value }
        let models = QualityPlace.models(settings.configuration)
        environment[Setting.qualityModels.name] = models
        // Not the data directory itself, where the database and the secret lie.
        let readable = ["store", "cache", "work"].map { "\(settings.dataDirectory)/\($0)" }
        for folder in readable { try Files.makeDirectory(folder) }
        return EngineSupervisor(
            executable: Files.executable, socket: socket, readable: readable + [models].compactMap { $0 }, environment: environment, logger: logger)
    }

    /// Workers get the settings that are in force by their environment, wherever those came from.
    static func workers(_ settings: Settings, publicURL: String, engineSocket: String, _ logger: Logger) throws -> [Supervisor] {
        let count = try settings.configuration.int(.workers, in: 0...64)
        var environment = EnvironmentVariables.all
        for setting in Setting.all { environment[setting.name] = settings.configuration[setting] }
        environment[Setting.data.name] = settings.dataDirectory
        environment[Setting.publicURL.name] = publicURL
        return (0..<count).map { index in
            Supervisor(name: "worker \(index + 1)", grace: .seconds(20), logger: logger) { [environment] in
                var options = ChildOptions(
                    Files.executable, ["worker", "--engine-socket", engineSocket], environment: environment)
                options.output = .inherit
                options.errors = .inherit
                return try await ChildProcess.start(options)
            }
        }
    }
}
