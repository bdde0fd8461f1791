/// The help texts, made from the table of commands.
enum Help {
    static func overview(_ commands: [Command]) -> String {
        let shown = commands.filter { !$0.isInternal }
        let width = shown.map(\.name.count).max() ?? 0
        let lines = shown.map { "  \(pad($0.name, width))  \($0.summary)" }
        return """
            fovea: collect, label, train and deploy vision models on your own machine

            Usage: fovea COMMAND [OPTIONS]

            \(lines.joined(separator: "\n"))

            `fovea COMMAND --help` tells more.
            """
    }

    static func page(_ command: Command) -> String {
        let names = command.options.map { option in "--\(option.name)" + (option.value.map { " \($0)" } ?? "") }
        let width = names.map(\.count).max() ?? 0
        let lines = zip(names, command.options).map { name, option in
            let variable = option.setting.map { setting in
                " [\(setting.name)" + (setting.fallback.map { ", default \($0)" } ?? "") + "]"
            }
            return "  \(pad(name, width))  \(option.help)\(variable ?? "")"
        }
        return """
            \(command.summary)

            Usage: fovea \(command.name)\(command.usage.isEmpty ? "" : " \(command.usage)") [OPTIONS]

            \(lines.joined(separator: "\n"))
            """
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
