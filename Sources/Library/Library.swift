import Core
import Database
import HTTPServer

/// Projects, the pictures in them and what people say about those.
public struct Library: Sendable {
    public let routes: [Route]

    public init(database: Database, clock: WallClock = .system) {
        routes =
            ProjectRoutes(database: database, clock: clock).routes
            + LabelRoutes(database: database, clock: clock).routes
            + TagRoutes(database: database, clock: clock).routes
            + AnnotationRoutes(database: database, clock: clock).routes
            + CommentRoutes(database: database, clock: clock).routes
            + StatisticsRoutes(database: database).routes
            + AssignmentRoutes(database: database, clock: clock).routes
            + ReviewRoutes(database: database, clock: clock).routes
            + LayerRoutes(database: database, clock: clock).routes
            + ConsensusRoutes(database: database, clock: clock).routes
            + GroundTruthRoutes(database: database, clock: clock).routes
            + TeamRoutes(database: database, clock: clock).routes
    }
}
