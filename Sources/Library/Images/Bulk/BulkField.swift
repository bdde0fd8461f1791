import Core
import Database

/// One thing of an image that a change to many sets, and can set back exactly, as a text.
enum BulkField: Sendable {
    case status, review, split, isNull, bin
    /// Which of these tags the image has.
    case tags([ID])

    static let live = "live", binned = "bin"

    /// What images say now; those of another project, or (but for `bin`) in the bin, are left out. The rows are locked.
    func current(_ connection: Connection, _ ids: [ID], projectID: ID) throws -> [ID: String] {
        let named = connection.dialect.contains("id", "$1", .idList)
        let isLive = isBin ? "" : " AND deleted_at IS NULL"
        let rows = try connection.query(
            """
            SELECT id, \(column) FROM images WHERE \(named) AND \(connection.dialect.aside("project_id")) = $2\(isLive)
            ORDER BY id\(connection.dialect.forUpdate)
            """, ids, projectID
        ) { (try $0.id(0), try $0.text(1)) }
        guard case .tags(let tags) = self else { return Dictionary(uniqueKeysWithValues: rows) }
        let known = Set(tags)
        let found = try ImageStore.tags(connection, of: rows.map(\.0))
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.0, Self.text(known.intersection(found[$0.0] ?? []))) })
    }

    /// Sets images that are as `current` gave them. What cannot be set stays as it is.
    /// - Parameter userID: whose work it is; nil when something is taken back, which is nobody's work and no review.
    func set(_ connection: Connection, _ ids: [ID], to value: String, projectID: ID, by userID: ID?, at now: Timestamp) throws {
        switch self {
        case .status:
            guard let status = ImageStatus(rawValue: value) else { return }
            try ImageStore.setStatus(connection, ids, status, projectID: projectID, by: userID, at: now)
        case .review:
            guard let review = ReviewStatus(rawValue: value) else { return }
            if let userID {
                _ = try Reviewing.apply(connection, ids, review, comment: "", projectID: projectID, by: userID, at: now)
            } else {
                _ = try ImageStore.setReview(connection, ids, review, projectID: projectID, at: now)
                try TaskStore.follow(connection, ids)
            }
        case .split:
            guard let split = Split(rawValue: value) else { return }
            _ = try ImageStore.setSplit(connection, ids, split, projectID: projectID, at: now)
        case .isNull: try ImageStore.setNull(connection, ids, value == "1", projectID: projectID, at: now)
        case .bin:
            _ =
                try value == Self.binned
                ? ImageStore.moveToBin(connection, ids, projectID: projectID, at: now)
                : ImageStore.restore(connection, ids, projectID: projectID, at: now)
        case .tags(let tags):
            var operations = TagOperations()
            operations.imageIDs = ids
            operations.add = Self.tags(value).sorted()
            operations.remove = tags.filter { !operations.add.contains($0) }
            _ = try TagStore.apply(connection, operations, projectID: projectID)
        }
    }

    /// A text that was kept, without the tags that have gone since.
    func known(_ text: String) -> String {
        guard case .tags(let tags) = self else { return text }
        return Self.text(Self.tags(text).intersection(tags))
    }

    static func text(_ tags: Set<ID>) -> String { tags.sorted().map(\.description).joined(separator: ",") }
    static func tags(_ text: String) -> Set<ID> { Set(text.split(separator: ",").compactMap { ID($0) }) }

    private var isBin: Bool { if case .bin = self { true } else { false } }

    private var column: String {
        switch self {
        case .status: "status"
        case .review: "review_status"
        case .split: "split"
        case .isNull: "CASE WHEN is_null = 1 THEN '1' ELSE '0' END"
        case .bin: "CASE WHEN deleted_at IS NULL THEN '\(Self.live)' ELSE '\(Self.binned)' END"
        case .tags: "''"
        }
    }
}
