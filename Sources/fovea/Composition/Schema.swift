import Curation
import Database
import Events
import Identity
import JobQueue
import Learning
import Library
import Review

/// The tables of the whole program, each module's own list.
enum Schema {
    static let migrations: [Migration] =
        IdentitySchema.migrations + EventsSchema.migrations + JobQueueSchema.migrations + LibrarySchema.migrations
        + LearningSchema.migrations + ReviewSchema.migrations
        + CurationSchema.migrations
}
