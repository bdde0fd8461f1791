import Database
import Identity
import Library

/// The tables of the whole program, each module's own list.
enum Schema {
    static let migrations: [Migration] = IdentitySchema.migrations + LibrarySchema.migrations
}
