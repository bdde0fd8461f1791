import Core
import Database
import Library

/// SQL of how far the counting of a project is.
enum CoverageState {
    private static let bins = 40

    static func ofProject(_ connection: Connection, _ projectID: ID) throws -> ProjectCoverage {
        let embedder = try EmbedderStore.current(connection, project: projectID)
        let images = try connection.integer("SELECT image_count FROM projects WHERE id = $1", projectID) ?? 0
        let embedded = try embedder.map { try living(connection, projectID, $0.id) } ?? 0
        let last = try connection.first(
            "SELECT embedder_id, is_exact, counted_at, image_count FROM coverage_counts WHERE project_id = $1", projectID
        ) {
            (embedder: try $0.id(0), isExact: try $0.bool(1), at: try $0.time(2), images: try $0.int(3))
        }
        var tallies = CoverageMetric.allCases.map { MetricTally($0) }
        var described = 0
        try CoverageStore.forEach(connection, projectID) { one in
            described += 1
            tallies[0].add(one.uniqueness)
            tallies[1].add(one.representativeness)
        }
        let isStale = last.map { $0.embedder != embedder?.id || described != embedded || $0.images != embedded } ?? false
        return ProjectCoverage(
            images: images, embedded: embedded, counted: described, embedderName: embedder?.name, isStale: isStale,
            isExact: last?.isExact ?? true, countedAt: last?.at, jobID: try UnfinishedJob.find(connection, projectID, kind: CoverageJob.name),
            metrics: tallies.map(\.overview))
    }

    /// Images of a project, not in the bin, that have a vector of an embedder.
    static func living(_ connection: Connection, _ projectID: ID, _ embedderID: ID) throws -> Int {
        try connection.integer(
            """
            SELECT count(*) FROM image_vectors v JOIN images i ON i.id = v.image_id
            WHERE v.project_id = $1 AND v.embedder_id = $2 AND v.vector IS NOT NULL AND i.project_id = $1 AND i.deleted_at IS NULL
            """, projectID, embedderID) ?? 0
    }

    static func finish(
        _ connection: Connection, _ projectID: ID, embedder: ID, job: ID, images: Int, isExact: Bool, at now: Timestamp
    ) throws {
        try CoverageStore.keepOnly(connection, project: projectID, job: job)
        try connection.execute(
            """
            INSERT INTO coverage_counts (project_id, embedder_id, job_id, image_count, is_exact, counted_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (project_id) DO UPDATE SET embedder_id = excluded.embedder_id, job_id = excluded.job_id,
                image_count = excluded.image_count, is_exact = excluded.is_exact, counted_at = excluded.counted_at
            """, projectID, embedder, job, images, isExact, now)
    }

    /// One metric's values so far.
    private struct MetricTally {
        let metric: CoverageMetric
        var count = 0
        var sum = 0.0
        var least = Double.infinity
        var most = -Double.infinity
        var histogram = Histogram(from: 0, to: 1, bins: CoverageState.bins)

        init(_ metric: CoverageMetric) { self.metric = metric }

        mutating func add(_ value: Double) {
            count += 1
            sum += value
            least = min(least, value)
            most = max(most, value)
            histogram.add(value)
        }

        var overview: MetricOverview {
            MetricOverview(
                name: metric.rawValue, meaning: metric.meaning, moreIsWorse: nil, count: count, min: count > 0 ? least : nil,
                max: count > 0 ? most : nil, mean: count > 0 ? sum / Double(count) : nil, histogram: histogram)
        }
    }
}
