import Core
import Database

/// Reviewing images: the record, the images' status, and what follows for those who labelled them.
enum Reviewing {
    /// Answers how many images got the verdict (those in the bin get none). What is sent back (`REJECTED`, `NEEDS_REVISION`) is
    /// not done any more and comes first in its annotator's queue.
    static func apply(
        _ connection: Connection, _ ids: [ID], _ verdict: ReviewStatus, comment: String, projectID: ID, by userID: ID, at now: Timestamp
    ) throws -> Int {
        let images = try ReviewStore.lock(connection, ids, projectID: projectID)
        guard !images.isEmpty else { return 0 }
        try ReviewStore.insert(connection, images, verdict, comment: comment, by: userID, at: now)
        let found = images.map(\.id)
        let count = try ImageStore.setReview(connection, found, verdict, projectID: projectID, at: now)
        if verdict.sendsBack {
            let done = images.filter { $0.status == .done }.map(\.id)
            if !done.isEmpty { _ = try ImageStore.setStatus(connection, done, .inProgress, projectID: projectID, at: now) }
            try TaskStore.sendBack(connection, images.map { ($0.id, $0.annotatorID) }, projectID: projectID, at: now)
        } else {
            try TaskStore.follow(connection, found)
        }
        try log(connection, images, verdict, projectID: projectID, by: userID, at: now)
        return count
    }

    private static func log(
        _ connection: Connection, _ images: [ReviewStore.Reviewed], _ verdict: ReviewStatus, projectID: ID, by userID: ID, at now: Timestamp
    ) throws {
        guard verdict != .unreviewed else { return }
        try WorkDay.add(connection, projectID, userID, Work(reviewed: images.count), at: now)
        let annotators = Dictionary(grouping: images.compactMap(\.annotatorID), by: { $0 }).mapValues(\.count)
        for (annotator, count) in annotators.sorted(by: { $0.key < $1.key }) {
            let work = verdict == .approved ? Work(approved: count, isOwn: false) : Work(returned: count, isOwn: false)
            try WorkDay.add(connection, projectID, annotator, work, at: now)
        }
    }
}

extension ReviewStatus {
    /// Whether somebody has to look at the image again.
    var sendsBack: Bool { self == .rejected || self == .needsRevision }
}
