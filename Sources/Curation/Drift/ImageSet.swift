import Core
import Database
import Library

/// A set of a project's images as people name it in an address.
struct ImageSet: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case all
        case labelled
        case unlabelled
        case split(Split)
        case tag(ID)
        /// Came to the project earlier than then.
        case before(Timestamp)
        /// Came to the project then or later.
        case since(Timestamp)
    }

    static let words = "must be all, labelled, unlabelled, split:NAME, tag:ID, before:DATE or since:DATE, a date as 2026-01-31 or with a time"

    let kind: Kind

    /// Nil for what names no set. A day begins at midnight, UTC.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count > 1 ? parts[1] : nil) {
        case ("all", nil): kind = .all
        case ("labelled", nil): kind = .labelled
        case ("unlabelled", nil): kind = .unlabelled
        case ("split", let name?):
            guard let split = Split(rawValue: name) else { return nil }
            kind = .split(split)
        case ("tag", let text?):
            guard let id = ID(text) else { return nil }
            kind = .tag(id)
        case ("before", let text?):
            guard let time = Self.time(text) else { return nil }
            kind = .before(time)
        case ("since", let text?):
            guard let time = Self.time(text) else { return nil }
            kind = .since(time)
        default: return nil
        }
    }

    private static func time(_ text: String) -> Timestamp? { Timestamp(rfc3339: text.utf8.count == 10 ? "\(text)T00:00:00Z" : text) }

    /// The same as a filter of the list of images.
    var query: ImageListQuery {
        var query = ImageListQuery()
        switch kind {
        case .all: break
        case .labelled: query.annotated = true
        case .unlabelled: query.annotated = false
        case .split(let split): query.split = split
        case .tag(let id): query.tagID = id
        case .before(let time): query.createdTo = time
        case .since(let time): query.createdFrom = time
        }
        return query
    }
}
