import Core
import Engine
import HTTPServer

extension Command {
    static let openapi = Command("openapi", "Print the API's OpenAPI 3.1 document") { invocation in
        let settings = try Settings.load(invocation)
        let foundations = try Foundations.open(settings, publicURL: "")
        let engine = EngineClient(path: "", logger: .silent)
        let application = try Application(foundations, engine: engine, publicURL: settings.configuration[.publicURL] ?? "")
        let answer = await application.router.test(.get, "/openapi.json")
        Terminal.answer(answer.text)
    }
}
