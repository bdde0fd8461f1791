import Core

extension Command {
    static let version = Command("version", "Show the version") { invocation in
        invocation.report(.object(["version": .string(Fovea.version)]), text: "fovea \(Fovea.version)")
    }
}
