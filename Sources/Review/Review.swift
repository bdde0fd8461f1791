import Core
import Database
import HTTPServer

/// What models said about images, and what people make of it.
public struct Review: Sendable {
    public let routes: [Route]

    public init(database: Database, clock: WallClock = .system) {
        routes = AnalysisRoutes(database: database, clock: clock).routes
    }
}
