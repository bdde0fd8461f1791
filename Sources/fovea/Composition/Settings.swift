import Core
import Glibc

/// The configuration of this run, from flags, environment, env file and defaults, and the directory that it names.
struct Settings: Sendable {
    var configuration: Configuration
    /// Absolute.
    let dataDirectory: String
    /// Of everything signed; keys for single purposes are derived from it.
    let secret: [UInt8]

    /// Reads the configuration, makes the data directory and, on a laptop, the secret.
    ///
    /// - Parameter decided: what the command itself settles, over everything else.
    static func load(_ invocation: Invocation, decided: [Setting: String] = [:]) throws -> Settings {
        let environment = EnvironmentVariables.all
        var flags = invocation.settingFlags
        for (setting, text) in decided { flags[setting.name] = text }
        var configuration = Configuration(flags: flags, environment: environment)
        let data = Files.absolute(configuration[.data] ?? "./fovea-data")
        let named = invocation.value("env-file")
        let envFile = named ?? "\(data)/.env"
        if let text = Files.read(envFile) {
            let values = try EnvFile.parse(text, name: envFile)
            configuration = Configuration(flags: flags, environment: environment, file: values)
        } else if named != nil {
            throw FoveaError(.invalid, "The env file \(envFile) cannot be read.")
        }
        let directory = Files.absolute(configuration[.data] ?? data)
        try Files.makeDirectory(directory)
        let secret = try self.secret(&configuration, directory)
        return Settings(configuration: configuration, dataDirectory: directory, secret: secret)
    }

    /// With PostgreSQL several machines share it, so it must be given; alone it is made once and kept.
    private static func secret(_ configuration: inout Configuration, _ directory: String) throws -> [UInt8] {
        if let given = configuration[.jwtSecret] {
            guard given.utf8.count >= 32 else {
                throw FoveaError(
                    .invalid, "JWT_SECRET_KEY has \(given.utf8.count) bytes; it needs 32 at least. `openssl rand -base64 32` makes one.")
            }
            return Array(given.utf8)
        }
        if configuration[.database]?.hasPrefix("postgres") == true {
            throw FoveaError(
                .invalid,
                "JWT_SECRET_KEY must be set with PostgreSQL, the same on every server. `openssl rand -base64 32` makes one.")
        }
        let path = "\(directory)/secret.key"
        if Files.read(path) == nil { try Files.createPrivate(path, SecureRandom.token(48)) }
        guard let text = Files.read(path), text.utf8.count >= 32 else {
            throw FoveaError(.invalid, "The secret in \(path) cannot be read. Restore it, or delete it to sign everybody out.")
        }
        configuration.decide(.jwtSecret, text)
        return Array(text.utf8)
    }
}

enum EnvironmentVariables {
    static var all: [String: String] {
        var out: [String: String] = [:]
        var pointer = environ
        while let entry = pointer.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") { out[String(text[..<equals])] = String(text[text.index(after: equals)...]) }
            pointer += 1
        }
        return out
    }
}
