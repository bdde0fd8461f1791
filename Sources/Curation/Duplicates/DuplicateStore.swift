import Core
import Database
import Library
import NearDuplicates

/// SQL of groups.
enum DuplicateStore {
    /// Groups of a project ($1) with more than one image that is still there, `n` of them, in `splits` of train, val and test.
    private static let live = """
        SELECT m.group_id, count(*) AS n, count(DISTINCT CASE WHEN i.split <> 'unassigned' THEN i.split END) AS splits
        FROM duplicate_groups o JOIN duplicate_members m ON m.group_id = o.id JOIN images i ON i.id = m.image_id
        WHERE o.project_id = $1 AND i.project_id = $1 AND i.deleted_at IS NULL GROUP BY m.group_id HAVING count(*) > 1
        """

    /// Leaks first, then in the order of the search, from behind the place `after` on.
    static func page(
        _ connection: Connection, _ projectID: ID, _ query: DuplicatesQuery, after: (rank: Int, position: Int)?, limit: Int
    ) throws -> [DuplicateGroupAnswer] {
        var conditions = ["g.dismissed_at IS \(query.dismissed ? "NOT NULL" : "NULL")"]
        var values: [SQLValue] = [.id(projectID)]
        func bind(_ value: any SQLBindable) -> String {
            values.append(value.sqlValue)
            return "$\(values.count)"
        }
        let rank = "CASE WHEN l.splits > 1 THEN 0 ELSE 1 END"
        if let kind = query.kind { conditions.append("g.kind = \(bind(kind.rawValue))") }
        if query.leaks { conditions.append("l.splits > 1") }
        if let after {
            let place = bind(after.rank)
            conditions.append("(\(rank) > \(place) OR (\(rank) = \(place) AND g.position > \(bind(after.position))))")
        }
        // Bound before the values are handed on.
        let rest = "\(conditions.joined(separator: " AND ")) ORDER BY \(rank), g.position LIMIT \(bind(limit))"
        return try groups(connection, projectID, values, rest)
    }

    static func find(_ connection: Connection, _ projectID: ID, _ id: ID) throws -> DuplicateGroupAnswer? {
        try groups(connection, projectID, [.id(projectID), .id(id)], "g.id = $2").first
    }

    private static func groups(
        _ connection: Connection, _ projectID: ID, _ values: [SQLValue], _ rest: String
    ) throws -> [DuplicateGroupAnswer] {
        let found = try connection.query(
            """
            SELECT g.id, g.kind, l.n, g.linked_count, l.splits, g.dismissed_at, g.position FROM duplicate_groups g
            JOIN (\(live)) l ON l.group_id = g.id WHERE \(rest)
            """, values: values
        ) { row in
            DuplicateGroupAnswer(
                id: try row.id(0), kind: try row.value(1), keeperID: try row.id(0), imageCount: try row.int(2), linkedCount: try row.int(3),
                isLeak: try row.int(4) > 1, isDismissed: try row.optionalTime(5) != nil, images: [], position: try row.int(6))
        }
        let images = try members(connection, projectID, found.map(\.id))
        return found.map { group in
            var group = group
            let all = images[group.id] ?? []
            group.keeperID = all.first?.imageID ?? group.id
            group.images = Array(all.prefix(DuplicateGroupAnswer.mostImages))
            return group
        }
    }

    /// Images of groups that are still there, the best to keep first.
    static func members(_ connection: Connection, _ projectID: ID, _ groups: [ID]) throws -> [ID: [DuplicateImage]] {
        guard !groups.isEmpty else { return [:] }
        var members: [ID: [DuplicateImage]] = [:]
        try connection.forEach(
            """
            SELECT m.group_id, i.id, i.filename, i.width, i.height, i.size_bytes, i.annotation_count, i.split, m.differences, m.words,
            m.correlation FROM duplicate_members m JOIN images i ON i.id = m.image_id
            WHERE \(connection.dialect.contains("m.group_id", "$1", .idList)) AND i.project_id = $2 AND i.deleted_at IS NULL
            ORDER BY m.group_id, m.position
            """, groups, projectID
        ) { row in
            let differences = (try row.json(8).array ?? []).compactMap { $0.string.flatMap(DifferenceKind.init) }
            members[try row.id(0), default: []].append(
                DuplicateImage(
                    imageID: try row.id(1), filename: try row.text(2), width: try row.int(3), height: try row.int(4),
                    sizeBytes: try row.int64(5), annotationCount: try row.int(6), split: try row.value(7), differences: differences,
                    words: (try row.json(9).array ?? []).compactMap(\.string), correlation: try row.double(10)))
        }
        return members
    }

    static func setDismissed(_ connection: Connection, _ id: ID, _ isDismissed: Bool, at now: Timestamp) throws {
        try connection.execute("UPDATE duplicate_groups SET dismissed_at = $2 WHERE id = $1", id, isDismissed ? now : nil)
    }

    static func state(_ connection: Connection, _ projectID: ID) throws -> DuplicatesState {
        var state = DuplicatesState(
            groupCount: 0, copyCount: 0, leakCount: 0, exactCount: 0, dismissedCount: 0, imageCount: 0, failedCount: 0, newCount: 0)
        try connection.forEach(
            """
            SELECT CASE WHEN g.dismissed_at IS NULL THEN 0 ELSE 1 END, g.kind, l.n, l.splits FROM duplicate_groups g
            JOIN (\(live)) l ON l.group_id = g.id
            """, projectID
        ) { row in
            guard try row.int(0) == 0 else { return state.dismissedCount += 1 }
            state.groupCount += 1
            state.copyCount += try row.int(2) - 1
            if try row.int(3) > 1 { state.leakCount += 1 }
            if try row.text(1) == DuplicateKind.exact.rawValue { state.exactCount += 1 }
        }
        let search = try connection.first(
            "SELECT found_at, last_image_id FROM duplicate_searches WHERE project_id = $1", projectID
        ) { (at: try $0.time(0), last: try $0.optionalID(1)) }
        state.foundAt = search?.at
        (state.imageCount, state.failedCount, state.newCount) =
            try connection.first(
                """
                SELECT count(*), count(s.error_message), count(CASE WHEN i.id > $2 THEN 1 END) FROM images i
                LEFT JOIN image_signatures s ON s.image_id = i.id WHERE i.project_id = $1 AND i.deleted_at IS NULL
                """, projectID, search?.last ?? ID(high: 0, low: 0)
            ) { (try $0.int(0), try $0.int(1), try $0.int(2)) } ?? (0, 0, 0)
        state.jobID = try UnfinishedJob.find(connection, projectID, kind: DuplicateJob.name)
        return state
    }
}
