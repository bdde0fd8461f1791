import Database
import Library

/// The tables of the whole program, each module's own list.
enum Schema {
    static let migrations: [Migration] = LibrarySchema.migrations
}
