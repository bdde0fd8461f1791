import Core

enum MetricsRoute {
    /// `/metrics` for Prometheus: to this machine, or with an administrator's key.
    static func make(_ metrics: @escaping @Sendable () -> RequestMetrics?, _ configuration: RouterConfiguration) -> Route {
        Route.raw(
            .get, "/metrics", "Figures for Prometheus", tag: "Operation", access: .verified("loopback, or an administrator's key"),
            answers: [.text()]
        ) { call in
            if !call.request.isLoopback {
                let principal = try AccessCheck.signedIn(try await call.authenticate())
                try AccessCheck.scope(principal, .get, administrative: true)
            }
            var text = MetricsText()
            text.begin("fovea_build_info", "gauge", "The version that runs.")
            text.add("fovea_build_info", [("version", configuration.version)], 1)
            ProcessFigures.render(into: &text)
            metrics()?.render(into: &text)
            for figures in configuration.figures { try await figures(&text) }
            return .text(text.text, type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }
}
