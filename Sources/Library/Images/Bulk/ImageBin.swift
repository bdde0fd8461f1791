import Core
import Database

/// Moves images to the bin for other features, as a change to many that people can undo.
public struct ImageBin: Sendable {
    let routes: BulkRoutes
    let clock: WallClock

    /// Within the caller's transaction; many go as a job.
    public func move(_ connection: Connection, _ ids: [ID], of projectID: ID, by userID: ID) throws -> BulkOperation {
        var body = BulkBody()
        body.action = .bin
        body.imageIDs = ids
        return try routes.begin(connection, body, projectID, userID, matched: ids.count, at: clock.now())
    }
}
