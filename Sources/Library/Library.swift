import Core
import Database
import Events
import HTTPServer

/// Projects, the pictures in them and what people say about those.
public struct Library: Sendable {
    public let routes: [Route]

    /// - Parameter events: by which people who look at the same image hear of each other; nil where nobody listens.
    public init(database: Database, events: Events? = nil, clock: WallClock = .system, live: LiveOptions = LiveOptions()) {
        let news = ImageNews(events)
        let hub = events.map { LiveHub(database: database, events: $0, clock: clock, options: live) }
        routes =
            ProjectRoutes(database: database, clock: clock).routes
            + LabelRoutes(database: database, clock: clock).routes
            + TagRoutes(database: database, clock: clock, news: news).routes
            + AnnotationRoutes(database: database, clock: clock, news: news).routes
            + CommentRoutes(database: database, clock: clock, news: news).routes
            + MentionRoutes(database: database, clock: clock).routes
            + StatisticsRoutes(database: database).routes
            + (hub.map { LiveRoutes(hub: $0).routes } ?? [])
            + AssignmentRoutes(database: database, clock: clock).routes
            + ReviewRoutes(database: database, clock: clock, news: news).routes
            + LayerRoutes(database: database, clock: clock).routes
            + ConsensusRoutes(database: database, clock: clock, news: news).routes
            + GroundTruthRoutes(database: database, clock: clock).routes
            + SequenceRoutes(database: database, clock: clock, news: news).routes
            + TeamRoutes(database: database, clock: clock).routes
    }
}
