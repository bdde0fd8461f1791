import Core
import Database

/// A picture whose bytes are in the store and whose header has been read: what is left is its row.
public struct ArrivedImage: Sendable {
    public var id: ID
    public var filename: String
    public var digest: Digest
    public var size: Int64
    public var contentType: String
    /// Upright pixels.
    public var width: Int
    public var height: Int

    public init(id: ID = .make(), filename: String, digest: Digest, size: Int64, contentType: String, width: Int, height: Int) {
        self.id = id
        self.filename = filename
        self.digest = digest
        self.size = size
        self.contentType = contentType
        self.width = width
        self.height = height
    }
}

extension ImageStore {
    /// Adds pictures to a project, in the order given, and counts them. A picture whose bytes the project has already (not in
    /// the bin) is not added again: the answer names the one that is there.
    public static func insert(
        _ connection: Connection, _ arrived: [ArrivedImage], projectID: ID, userID: ID?, at now: Timestamp
    ) throws -> [Uploaded] {
        var answers: [Uploaded] = []
        var added = 0
        for (index, image) in arrived.enumerated() {
            try connection.execute(
                "INSERT INTO blobs (digest, size_bytes, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", image.digest,
                image.size, now)
            // A microsecond apart, so that lists by time keep the order of the upload.
            let moment = now.advanced(by: .microseconds(index))
            let isNew =
                try connection.execute(
                    """
                    INSERT INTO images (id, project_id, digest, filename, size_bytes, content_type, width, height, status,
                        review_status, split, uploaded_by, created_at, updated_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
                    ON CONFLICT (project_id, digest) WHERE deleted_at IS NULL DO NOTHING
                    """, image.id, projectID, image.digest, image.filename, image.size, image.contentType, image.width,
                    image.height, ImageStatus.new.rawValue, ReviewStatus.unreviewed.rawValue, Split.unassigned.rawValue, userID,
                    moment) == 1
            var answer = Uploaded(
                imageID: image.id, filename: image.filename, digest: image.digest, width: image.width, height: image.height,
                duplicateOf: nil)
            if isNew {
                added += 1
                try connection.execute(
                    "INSERT INTO image_details (image_id, exif, metadata) VALUES ($1, '{}', '{}')", image.id)
            } else {
                let there = try connection.first(
                    "SELECT id FROM images WHERE project_id = $1 AND digest = $2 AND deleted_at IS NULL", projectID, image.digest
                ) { try $0.id(0) }
                guard let there else { throw FoveaError.bug("a duplicate image that is not there") }
                answer.imageID = there
                answer.duplicateOf = there
            }
            answers.append(answer)
        }
        if added > 0 {
            try connection.execute(
                "UPDATE projects SET image_count = image_count + $2, updated_at = $3 WHERE id = $1", projectID, added, now)
        }
        return answers
    }
}
