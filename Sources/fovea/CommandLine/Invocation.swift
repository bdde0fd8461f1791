import Core
import Glibc

/// What a command was called with, and how it answers.
struct Invocation: Sendable {
    let command: Command
    let positionals: [String]
    private let values: [String: [String]]
    private let switches: Set<String>

    var wantsJSON: Bool { switches.contains("json") }

    func has(_ name: String) -> Bool { switches.contains(name) }
    func value(_ name: String) -> String? { values[name]?.last }
    func all(_ name: String) -> [String] { values[name] ?? [] }

    func required(_ name: String) throws -> String {
        guard let value = value(name) else { throw UsageError("--\(name) is needed") }
        return value
    }

    func int(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = value(name) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw UsageError("--\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"")
        }
        return value
    }

    func double(_ name: String, in range: ClosedRange<Double>) throws -> Double? {
        guard let text = value(name) else { return nil }
        guard let value = Double(text), range.contains(value) else {
            throw UsageError("--\(name) takes a number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"")
        }
        return value
    }

    func choice(_ name: String, of choices: [String]) throws -> String? {
        guard let text = value(name) else { return nil }
        guard choices.contains(text) else { throw UsageError("--\(name) is one of \(choices.joined(separator: ", "))") }
        return text
    }

    /// Flags that stand for settings, by the setting's name.
    var settingFlags: [String: String] {
        var out: [String: String] = [:]
        for option in command.options {
            if let setting = option.setting, let value = value(option.name) { out[setting.name] = value }
        }
        return out
    }

    /// A report for people, or for programs when `--json` was given.
    func report(_ json: JSON, text: String) { Terminal.answer(wantsJSON ? json.text : text) }
}

extension Invocation {
    /// Reads `--name value`, `--name=value`, switches and positional arguments; `--` ends the options.
    init(_ command: Command, _ arguments: [String]) throws {
        var positionals: [String] = []
        var values: [String: [String]] = [:]
        var switches: Set<String> = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                positionals += rest
                break
            }
            guard argument.hasPrefix("-"), argument != "-" else {
                positionals.append(argument)
                continue
            }
            if argument == "-h" {
                switches.insert("help")
                continue
            }
            let parts = argument.drop { $0 == "-" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts.first.map(String.init) ?? ""
            guard argument.hasPrefix("--"), let option = command.options.first(where: { $0.name == name }) else {
                throw UsageError("\(argument) is not an option of `fovea \(command.name)`")
            }
            if option.value == nil {
                guard parts.count == 1 else { throw UsageError("--\(name) takes no value") }
                switches.insert(name)
            } else if parts.count == 2 {
                values[name, default: []].append(String(parts[1]))
            } else if let value = rest.popFirst() {
                values[name, default: []].append(value)
            } else {
                throw UsageError("--\(name) needs a value")
            }
        }
        if !switches.contains("help"), !command.positionals.contains(positionals.count) {
            throw UsageError("expected `fovea \(command.name) \(command.usage)`, got \(positionals.count) arguments")
        }
        self.command = command
        self.positionals = positionals
        self.values = values
        self.switches = switches
    }
}

/// Wrong use of the command line: exit status 2.
struct UsageError: Error {
    let message: String
    init(_ message: String) { self.message = message }
}
