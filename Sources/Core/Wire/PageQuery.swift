/// The query of a list without filters.
public struct PageQuery: WireInput {
    public var limit = Page<JSON>.defaultLimit
    public var cursor: Cursor?

    public init() {}
    public static let fields = Fields<Self>("PageQuery", .limit(\.limit), .cursor(\.cursor))
}

extension Page where Item == JSON {
    public static var defaultLimit: Int { 50 }
    public static var maximumLimit: Int { 1000 }
}

extension Field {
    /// `?limit=`, 50 unless told, 1000 at most.
    public static func limit(_ path: KeyPath<Root, Int> & Sendable) -> Field {
        Field("limit", path, .range(1...Double(Page<JSON>.maximumLimit)), "How many items at most.", optional: true)
    }

    /// `?cursor=`, the `next_cursor` of the page before.
    public static func cursor(_ path: KeyPath<Root, Cursor?> & Sendable) -> Field {
        Field("cursor", path, "`next_cursor` of the page before.", optional: true)
    }
}
