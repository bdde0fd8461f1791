import Clustering
import Core
import Database
import Library

/// Chooses which images to label first: those that together leave no image far from a labelled one.
struct LabelFirst: Sendable {
    let database: Database
    let cache: VectorCache
    /// Two cores are busy with one choice already.
    private let executor = BlockingExecutor(name: "choice of images", threads: 1, queueLimit: 16)
    /// Labelled images are compared with candidates up to this many numbers: some seconds. An even sample of them stands for more.
    private static let mostCompared = 20_000_000_000

    /// What the rows of a table are to a choice.
    private struct Places: Sendable {
        var candidates: [Int]
        var labelled: [Int]
        var representative: Int?
        var withoutVector: Int
    }

    /// Throws `conflict` with what to do where the project has no vectors, `invalid` for images of other projects.
    func choose(_ projectID: ID, _ body: LabelFirstBody) async throws -> LabelFirstAnswer {
        guard let embedder = try await database.read({ try EmbedderStore.current($0, project: projectID) }) else {
            throw FoveaError(.conflict, "Images cannot be compared yet: a manager must choose an embedding model for this project first.")
        }
        let (ids, table) = try await cache.all(VectorCache.Key(project: projectID, embedder: embedder.id), dimension: embedder.dimension)
        // An image that went away and came back has two: the later one counts.
        let rows = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
        let places = try await database.read { try Self.places($0, projectID, body, rows) }
        guard !places.candidates.isEmpty else { return try nothing(places) }
        let (start, first) = Self.start(places, seed: body.seed, in: table)
        let compared = Self.sample(places.labelled, pairsWith: places.candidates.count * table.dimension)
        let chosen = try await executor.run {
            try FarthestFirst(table, count: body.count, among: places.candidates, covered: compared, start: first)
        }
        let found = try await database.read { try ImageStore.living($0, chosen.picks.map { ids[$0.row] }, projectID: projectID) }
        let images = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return LabelFirstAnswer(
            picks: chosen.picks.compactMap { pick in images[ids[pick.row]].map { LabelFirstPick(image: $0, distance: pick.distance) } },
            start: start, candidates: places.candidates.count, withoutVector: places.withoutVector, labelled: places.labelled.count,
            compared: compared.count, reachBefore: chosen.reachBefore, reachAfter: chosen.reachAfter)
    }

    /// The answer where there is nothing to choose among; a conflict where that is so because nothing has a vector.
    private func nothing(_ places: Places) throws -> LabelFirstAnswer {
        guard places.withoutVector == 0 else {
            throw FoveaError(
                .conflict, "None of these \(places.withoutVector) images has a vector yet: wait until they are described, or describe them.")
        }
        return LabelFirstAnswer(
            picks: [], start: .labelled, candidates: 0, withoutVector: 0, labelled: places.labelled.count, compared: 0, reachBefore: nil,
            reachAfter: 0)
    }

    private static func places(_ connection: Connection, _ projectID: ID, _ body: LabelFirstBody, _ rows: [ID: Int]) throws -> Places {
        let wanted = try candidates(connection, projectID, body)
        let labelled = try connection.query(
            "SELECT id FROM images WHERE project_id = $1 AND deleted_at IS NULL AND (annotation_count > 0 OR is_null = 1) ORDER BY id", projectID
        ) { try $0.id(0) }
        let candidates = wanted.compactMap { rows[$0] }
        var places = Places(
            candidates: candidates.sorted(), labelled: labelled.compactMap { rows[$0] }.sorted(), withoutVector: wanted.count - candidates.count)
        guard places.labelled.isEmpty else { return places }
        var best = -Double.infinity
        let among = Set(wanted)
        try CoverageStore.forEach(connection, projectID) { one in
            guard let row = rows[one.imageID], among.contains(one.imageID) else { return }
            if one.representativeness > best || (one.representativeness == best && row < places.representative ?? .max) {
                (best, places.representative) = (one.representativeness, row)
            }
        }
        return places
    }

    private static func candidates(_ connection: Connection, _ projectID: ID, _ body: LabelFirstBody) throws -> [ID] {
        if let ids = body.imageIDs {
            let isNamed = connection.dialect.contains("id", "$1", .idList)
            let known = try connection.query(
                "SELECT id FROM images WHERE \(isNamed) AND \(connection.dialect.aside("project_id")) = $2 AND deleted_at IS NULL", ids, projectID
            ) { try $0.id(0) }
            guard known.count == ids.count else {
                throw FoveaError.invalid("image_ids", "must all be images of this project: \(ids.count - known.count) are not")
            }
            return known
        }
        if let filter = body.filter { return try ImageStore.ids(connection, matching: filter, projectID: projectID) }
        return try connection.query(
            "SELECT id FROM images WHERE project_id = $1 AND deleted_at IS NULL AND annotation_count = 0 AND is_null = 0", projectID
        ) { try $0.id(0) }
    }

    private static func start(_ places: Places, seed: Int?, in table: UnitTable) -> (LabelFirstStart, Int) {
        if !places.labelled.isEmpty { return (.labelled, places.labelled[0]) }
        if let seed, let row = FarthestFirst.drawn(places.candidates, seed: UInt64(seed)) { return (.drawn, row) }
        if let row = places.representative { return (.representative, row) }
        return (.central, FarthestFirst.central(places.candidates, in: table) ?? places.candidates[0])
    }

    /// All, or as many as can be compared, evenly spread over them.
    private static func sample(_ rows: [Int], pairsWith numbers: Int) -> [Int] {
        let most = max(1, mostCompared / max(1, numbers))
        guard rows.count > most else { return rows }
        return (0..<most).map { rows[$0 * rows.count / most] }
    }
}
