import Core
import JobQueue

/// What other features want done about images that come to a project, whichever way they come: jobs, queued in the transaction
/// in which the images appear.
public struct ImageArrivals: Sendable {
    public var jobs: @Sendable (_ images: [ID], _ projectID: ID, _ userID: ID?) -> [NewJob]

    public init(jobs: @escaping @Sendable ([ID], ID, ID?) -> [NewJob]) { self.jobs = jobs }

    public static let none = ImageArrivals { _, _, _ in [] }
}
