import Core

extension OpenAPI {
    /// `/openapi.json` and `/docs`, open to anyone. The document is made once, when first asked for.
    static func routes(for routes: [Route], _ configuration: RouterConfiguration) -> [Route] {
        let cached = Lock<HTTPResponse?>(nil)
        let document = Route.raw(
            .get, "/openapi.json", "The API, as an OpenAPI 3.1 document", tag: "Documentation", access: .anyone,
            answers: [.json(JSON.self)]
        ) { _ in
            cached.withLock { cached in
                if let cached { return cached }
                let bytes = OpenAPI.document(routes, configuration).bytes
                var response = HTTPResponse.bytes(bytes, type: "application/json")
                response.headers["ETag"] = "\"\(SHA256.digest(bytes).description.prefix(24))\""
                response.headers["Cache-Control"] = "no-cache"
                cached = response
                return response
            }
        }
        return [
            document,
            page("/docs", "The API, to read and try", DocsPage.html, "text/html; charset=utf-8"),
            page("/docs/docs.js", "Script of the documentation page", DocsPage.script, "text/javascript; charset=utf-8"),
            page("/docs/docs.css", "Style of the documentation page", DocsPage.style, "text/css; charset=utf-8"),
        ]
    }

    private static func page(_ path: String, _ summary: String, _ text: String, _ type: String) -> Route {
        Route.raw(.get, path, summary, tag: "Documentation", access: .anyone, answers: [.text(type)]) { _ in
            var response = HTTPResponse.text(text, type: type)
            response.headers["Content-Security-Policy"] =
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            response.headers["Cache-Control"] = "no-cache"
            return response
        }
    }
}
