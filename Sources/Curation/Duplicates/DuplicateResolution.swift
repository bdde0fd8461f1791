import Core
import Database
import Library

/// Keeps one image of each group and moves the others to the bin, as one change that can be undone. The groups stay: one whose
/// copies are in the bin is not shown, and is there again when these are restored.
struct DuplicateResolution: Sendable {
    /// Moves images to the bin.
    let bin: ImageBin

    /// Images that go at once at most.
    private static let most = 10_000

    func resolve(_ connection: Connection, _ projectID: ID, _ body: ResolveBody, by user: ID) throws -> ResolveAnswer {
        let groups = try chosen(connection, projectID, body)
        let members = try DuplicateStore.members(connection, projectID, groups.map(\.id))
        var (leaving, tags): ([ID], [(keeper: ID, copies: [ID])]) = ([], [])
        var problems = Problems()
        var resolved = 0
        var isFull = false
        for (index, group) in groups.enumerated() {
            let images = (members[group.id] ?? []).map(\.imageID)
            guard let keeper = group.keeper ?? images.first, images.contains(keeper) else {
                problems.add(FieldPath.root.member("groups").element(index).member("keeper_id"), "is no image of this group")
                continue
            }
            let copies = images.filter { $0 != keeper }
            // Groups may share an image only through a dismissed one; never is the same moved twice, nor one that is kept.
            if leaving.count + copies.count > Self.most && !leaving.isEmpty { isFull = true }
            if isFull { continue }
            leaving += copies
            tags.append((keeper, copies))
            resolved += 1
        }
        try problems.throwIfAny()
        let kept = Set(tags.map(\.keeper))
        let gone = Array(Set(leaving).subtracting(kept)).sorted()
        guard !gone.isEmpty else { throw FoveaError(.conflict, "There are no copies left to move to the bin.") }
        if body.givesTags { for one in tags { try give(connection, one.keeper, tagsOf: one.copies) } }
        return ResolveAnswer(
            operation: try bin.move(connection, gone, of: projectID, by: user), groupCount: resolved, remaining: groups.count - resolved)
    }

    private func chosen(_ connection: Connection, _ projectID: ID, _ body: ResolveBody) throws -> [(id: ID, keeper: ID?)] {
        guard let choices = body.groups else {
            var query = DuplicatesQuery()
            query.kind = body.kind
            return try DuplicateStore.page(connection, projectID, query, after: nil, limit: Self.most).map { ($0.id, nil) }
        }
        var problems = Problems()
        var seen: Set<ID> = []
        for (index, choice) in choices.enumerated() {
            let path = FieldPath.root.member("groups").element(index).member("group_id")
            if !seen.insert(choice.groupID).inserted { problems.add(path, "is named twice") }
            if try DuplicateStore.find(connection, projectID, choice.groupID) == nil {
                problems.add(path, "is no group of this project with copies that are still there")
            }
        }
        try problems.throwIfAny()
        return choices.map { ($0.groupID, $0.keeperID) }
    }

    private func give(_ connection: Connection, _ keeper: ID, tagsOf copies: [ID]) throws {
        try connection.execute(
            """
            INSERT INTO image_tags (image_id, tag_id) SELECT $1, tag_id FROM image_tags
            WHERE \(connection.dialect.contains("image_id", "$2", .idList)) GROUP BY tag_id ON CONFLICT DO NOTHING
            """, keeper, copies)
    }
}
