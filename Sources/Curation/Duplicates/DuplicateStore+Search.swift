import Core
import Database
import NearDuplicates

/// SQL of a search: what it has to leave apart, and what it found.
extension DuplicateStore {
    /// Of each image the dismissed groups that it is in: two that share one are no copies of each other.
    static func dismissed(_ connection: Connection, _ projectID: ID) throws -> [ID: Set<ID>] {
        var groups: [ID: Set<ID>] = [:]
        try connection.forEach(
            """
            SELECT m.image_id, m.group_id FROM duplicate_groups g JOIN duplicate_members m ON m.group_id = g.id
            WHERE g.project_id = $1 AND g.dismissed_at IS NOT NULL
            """, projectID
        ) { groups[try $0.id(0), default: []].insert(try $0.id(1)) }
        return groups
    }

    /// Puts groups in place of those of the last search; dismissed ones stay. `groups` speak of places in `signed`.
    static func replace(
        _ connection: Connection, _ projectID: ID, _ groups: [DuplicateGroup], of signed: [SignatureStore.Signed], at now: Timestamp
    ) throws {
        try connection.execute("DELETE FROM duplicate_groups WHERE project_id = $1 AND dismissed_at IS NULL", projectID)
        // The same pixels first, then the largest groups.
        let ordered = groups.sorted { a, b in
            a.isExact != b.isExact ? a.isExact : a.copies.count != b.copies.count ? a.copies.count > b.copies.count : a.keeper < b.keeper
        }
        let ids = ordered.map { _ in ID.make(at: now) }
        try connection.copyIn(
            "duplicate_groups", columns: ["id", "project_id", "kind", "position", "linked_count", "created_at"],
            rows: zip(ids, ordered).enumerated().map { position, found -> [SQLValue] in
                let kind: DuplicateKind = found.1.isExact ? .exact : .near
                return [
                    .id(found.0), .id(projectID), .text(kind.rawValue), .integer(Int64(position)), .integer(Int64(found.1.linked)), now.sqlValue,
                ]
            })
        let names = Set(try connection.query("SELECT id FROM images WHERE project_id = $1", projectID) { try $0.id(0) })
        for (id, group) in zip(ids, ordered) {
            let all = [(group.keeper, nil as PictureDifference?)] + group.copies.map { ($0.index, $0.difference) }
            // Images may have been deleted for good while they were compared.
            try connection.copyIn(
                "duplicate_members", columns: ["group_id", "image_id", "position", "differences", "words", "correlation"],
                rows: all.enumerated().filter { names.contains(signed[$0.element.0].imageID) }.map { position, member -> [SQLValue] in
                    let (kinds, words) = (member.1?.kinds.map(\.rawValue) ?? [], member.1?.words ?? [])
                    return [
                        .id(id), .id(signed[member.0].imageID), .integer(Int64(position)), .text(text(kinds)), .text(text(words)),
                        .double(member.1?.correlation ?? 1),
                    ]
                })
        }
        try connection.execute(
            """
            INSERT INTO duplicate_searches (project_id, image_count, last_image_id, found_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (project_id) DO UPDATE SET image_count = excluded.image_count, last_image_id = excluded.last_image_id,
            found_at = excluded.found_at
            """, projectID, signed.count, signed.map(\.imageID).max(), now)
    }

    private static func text(_ names: [String]) -> String { JSON.array(names.map { .string($0) }).text }
}
