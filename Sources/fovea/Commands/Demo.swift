import Core
import Demo
import Library

extension Command {
    static let demo = Command(
        "demo", "Make a ready project from pictures drawn on the spot",
        options: [.setting("database", "URL", .database), .value("user", "NAME", "For whom (the first administrator)")]
    ) { invocation in
        let foundations = try Foundations.open(try Settings.load(invocation), publicURL: "")
        try await foundations.migrate()
        let user = try await foundations.accounts().acting(as: invocation.value("user"))
        let demo = DemoProject(database: foundations.database, intake: try foundations.intake())
        let id = try await demo.make(for: user.id) { Terminal.progress($0, "Drawing") }
        let images = DemoProject.labelled + DemoProject.unlabelled
        let json: JSON = [
            "project_id": .string(id.description), "name": .string(DemoProject.body.name), "images": .int(Int64(images)),
        ]
        invocation.report(json, text: "Made the project \(DemoProject.body.name) with \(images) images. `fovea serve` shows it.")
    }
}
