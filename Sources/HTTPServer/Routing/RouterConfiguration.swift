import Core

public struct RouterConfiguration: Sendable {
    public var title = "Fovea"
    public var version = "0.1.0"
    /// Origins (`https://fovea.example`) under which this server itself is reached, besides the one the browser names in Host.
    public var ownOrigins: [String] = []
    /// Other origins whose pages may call the API (`FOVEA_CORS_ORIGINS`); `*` lets any in, without cookies.
    public var corsOrigins: [String] = []
    /// Bytes of a JSON body, wherever a route does not ask for less.
    public var jsonLimit = Route.jsonLimit
    /// How often an open WebSocket's caller is asked for again: one who signed out or left the project hears no more.
    public var socketAccessInterval = Duration.seconds(5)
    /// One line in the log for each request.
    public var accessLog = true
    public var logger = Logger.silent
    public var clock = WallClock.system
    /// More figures for `/metrics`, from the features.
    public var figures: [@Sendable (inout MetricsText) async throws -> Void] = []

    public init() {}
}
