import Core
import Database
import HTTPServer

/// SQL of images.
public enum ImageStore {
    static let columns = """
        i.id, i.project_id, i.filename, i.digest, i.size_bytes, i.content_type, i.width, i.height, i.status, i.review_status, \
        i.split, i.is_null, i.annotation_count, i.comment_count, i.thumbnail IS NOT NULL, i.uploaded_by, i.created_at, i.updated_at, \
        i.deleted_at
        """

    /// The place of what is selected behind them.
    static let columnCount = 19

    static func read(_ row: Row) throws -> Image {
        var read = row.reader()
        return Image(
            id: try read.id(), projectID: try read.id(), filename: try read.text(), digest: try read.digest(),
            sizeBytes: try read.int64(), contentType: try read.text(), width: try read.int(), height: try read.int(),
            status: try read.value(), reviewStatus: try read.value(), split: try read.value(),
            isNull: try read.bool(), annotationCount: try read.int(), commentCount: try read.int(), tagIDs: [], hasThumbnail: try flag(&read),
            uploadedBy: try read.optionalID(), createdAt: try read.time(), updatedAt: try read.time(),
            deletedAt: try read.optionalTime())
    }

    /// A comparison is an integer in SQLite and a boolean, one byte, in PostgreSQL.
    private static func flag(_ read: inout RowReader) throws -> Bool { try read.bool() }

    public static func find(_ connection: Connection, _ id: ID) throws -> Image? {
        let found = try connection.query("SELECT \(columns) FROM images i WHERE i.id = $1", id, map: read)
        return try filled(connection, found).first
    }

    /// With what other tables say of each: tags, and places in sequences.
    static func filled(_ connection: Connection, _ images: [Image]) throws -> [Image] {
        let ids = images.map(\.id)
        let tags = try tags(connection, of: ids), places = try SequenceStore.places(connection, of: ids)
        return images.map { image in
            var image = image
            image.tagIDs = tags[image.id] ?? []
            image.frames = places[image.id] ?? []
            return image
        }
    }

    /// Tags of each image, in the order of their ids.
    static func tags(_ connection: Connection, of ids: [ID]) throws -> [ID: [ID]] {
        guard !ids.isEmpty else { return [:] }
        let isNamed = connection.dialect.contains("image_id", "$1", .idList)
        var found: [ID: [ID]] = [:]
        try connection.forEach("SELECT image_id, tag_id FROM image_tags WHERE \(isNamed) ORDER BY tag_id", ids) { row in
            found[try row.id(0), default: []].append(try row.id(1))
        }
        return found
    }

    static func metadata(_ connection: Connection, _ id: ID) throws -> ImageMetadata? {
        try connection.first("SELECT exif, metadata FROM image_details WHERE image_id = $1", id) { row in
            ImageMetadata(exif: RawJSON(trusted: try row.text(0)), metadata: RawJSON(trusted: try row.text(1)))
        }
    }

    /// What it takes to hand out an image's bytes.
    struct Stored: Sendable {
        var digest: Digest
        var filename: String
        var contentType: String
        var width: Int
        var height: Int
        var thumbnail: Digest?
    }

    static func stored(_ connection: Connection, _ id: ID) throws -> Stored? {
        try connection.first(
            "SELECT digest, filename, content_type, width, height, thumbnail FROM images WHERE id = $1", id
        ) { row in
            Stored(
                digest: try row.digest(0), filename: try row.text(1), contentType: try row.text(2), width: try row.int(3),
                height: try row.int(4), thumbnail: try row.optionalDigest(5))
        }
    }
}
