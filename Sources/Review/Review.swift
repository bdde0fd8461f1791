import Core
import Database
import HTTPServer
import Library

/// What models said about images, and what people make of it.
public struct Review: Sendable {
    public let routes: [Route]

    public init(database: Database, news: ImageNews = .silent, clock: WallClock = .system) {
        routes = AnalysisRoutes(database: database, clock: clock, news: news).routes
    }
}
