import Core
import Database
import Glibc
import Library

/// What came of writing a manifest.
struct BuiltManifest: Sendable {
    var classNames: [String]
    var statistics: DatasetStatistics
    var digests: [Digest]
}

/// Writes a project's manifest to a file, picture by picture, from one snapshot of the database. Memory holds a digest a
/// picture and nothing more.
struct ManifestBuilder {
    let connection: Connection
    let projectID: ID
    let task: TaskType
    let body: DatasetBody

    func write(to path: String) throws -> BuiltManifest {
        let labels = try connection.query("SELECT id, name FROM labels WHERE project_id = $1 ORDER BY position, id", projectID) {
            (id: try $0.id(0), name: try $0.text(1))
        }
        let indexes = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1.id, $0) })
        let header = Manifest.Header(
            taskType: task, classNames: labels.map(\.name), preprocessing: body.preprocessing, augmentation: body.augmentation)
        let output = try LineFile(path)
        try output.write(header.line.text)
        var built = BuiltManifest(classNames: header.classNames, statistics: DatasetStatistics(classNames: header.classNames), digests: [])
        let plan = try splitPlan()
        var current: Manifest.Picture?
        func finishPicture() throws {
            guard let picture = current else { return }
            try output.write(picture.line.text)
            built.statistics.add(picture, task: task)
            built.digests.append(picture.digest)
        }
        let (condition, values) = filter(from: 2)
        try connection.forEach(
            """
            SELECT i.digest, i.content_type, i.width, i.height, i.split, a.label_id, a.geometry FROM images i
            LEFT JOIN annotations a ON a.image_id = i.id AND a.deleted_at IS NULL AND a.is_prediction = 0
            WHERE i.project_id = $1 AND i.deleted_at IS NULL\(condition) ORDER BY i.digest
            """, values: [.id(projectID)] + values
        ) { row in
            let digest = try row.digest(0)
            if current?.digest != digest {
                try finishPicture()
                let own = DatasetPart(rawValue: try row.text(4))
                current = Manifest.Picture(
                    digest: digest, contentType: try row.text(1), width: try row.int(2), height: try row.int(3),
                    split: own ?? plan[digest], annotations: [])
            }
            if let label = try row.optionalID(5), let index = indexes[label] {
                current?.annotations.append((index, try row.json(6)))
            }
        }
        try finishPicture()
        try output.finish()
        return built
    }

    private func splitPlan() throws -> SplitPlan {
        let (condition, values) = filter(from: 2)
        let unassigned = try connection.query(
            "SELECT i.digest FROM images i WHERE i.project_id = $1 AND i.deleted_at IS NULL AND i.split = 'unassigned'\(condition)",
            values: [.id(projectID)] + values
        ) { try $0.digest(0) }
        return SplitPlan(unassigned, shares: body.splits, seed: body.seed)
    }

    /// Conditions on `images i`, with parameters from number `first` on.
    private func filter(from first: Int) -> (String, [SQLValue]) {
        let filter = DatasetFilter(body.filter)
        var text = ""
        var values: [SQLValue] = []
        func add(_ column: String, _ value: String) {
            text += " AND \(column) = $\(first + values.count)"
            values.append(.text(value))
        }
        if let status = filter.status { add("i.status", status.rawValue) }
        if let review = filter.reviewStatus { add("i.review_status", review.rawValue) }
        if let annotated = filter.annotated {
            text += annotated ? " AND i.annotation_count > 0" : " AND i.annotation_count = 0"
        } else if filter.status == nil {
            // An image without annotations teaches that nothing is there: only somebody who is done with it has said so.
            text += " AND (i.annotation_count > 0 OR i.status = 'DONE' OR i.is_null = 1)"
        }
        return (text, values)
    }
}

/// A file written line by line. Every call may wait for the disk.
final class LineFile {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure() }
    }

    deinit { close(descriptor) }

    func write(_ line: String) throws {
        buffer.append(contentsOf: line.utf8)
        buffer.append(10)
        if buffer.count >= 256 << 10 { try finish() }
    }

    func finish() throws {
        var done = 0
        while done < buffer.count {
            let count = buffer.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, buffer.count - done) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw Self.failure() }
            done += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func failure() -> FoveaError {
        FoveaError(.unavailable, "A temporary file could not be written: \(String(cString: strerror(errno))).", retryAfter: 30)
    }
}
