import Foundation
import Testing

/// Runs other people's programs as oracles: what they say about our files decides the test.
public enum PythonOracle {
    public static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The interpreter of the test tools (`scripts/setup` makes it), or of the trainer.
    public enum Environment: String {
        case tools = ".venv"
        case trainer = ".venv-trainer"
        /// PyTorch and the quality measures of others.
        case quality = ".venv-quality"
        var python: URL { PythonOracle.repository.appendingPathComponent("\(rawValue)/bin/python") }
    }

    public static func isReady(_ environment: Environment) -> Bool {
        FileManager.default.isExecutableFile(atPath: environment.python.path)
    }

    /// Runs a script given as text with arguments and standard input, and answers what it printed. A failing script fails
    /// the test with its own words.
    public static func run(
        _ script: String, _ arguments: [String] = [], input: [UInt8] = [], in environment: Environment = .tools,
        variables: [String: String] = [:]
    ) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-oracle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (scriptFile, inFile, outFile, errorFile) = (
            folder.appendingPathComponent("oracle.py"), folder.appendingPathComponent("in"),
            folder.appendingPathComponent("out"), folder.appendingPathComponent("err")
        )
        try Data(script.utf8).write(to: scriptFile)
        try Data(input).write(to: inFile)
        FileManager.default.createFile(atPath: outFile.path, contents: nil)
        FileManager.default.createFile(atPath: errorFile.path, contents: nil)

        let process = Process()
        process.executableURL = environment.python
        process.arguments = [scriptFile.path] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: inFile)
        process.standardOutput = try FileHandle(forWritingTo: outFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
        process.waitUntilExit()
        let out = String(decoding: try Data(contentsOf: outFile), as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw Failure(words: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
        }
        return out
    }

    public struct Failure: Error, CustomStringConvertible {
        let words: String
        public var description: String { "the oracle failed: \(words)" }
    }

    /// The blood-cell photographs and their labels, when the machine has them: `bccd` in the folder `FOVEA_TEST_DATA`.
    public static var realData: URL? {
        guard let path = ProcessInfo.processInfo.environment["FOVEA_TEST_DATA"], !path.isEmpty else { return nil }
        let folder = URL(fileURLWithPath: path).appendingPathComponent("bccd")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }
}
