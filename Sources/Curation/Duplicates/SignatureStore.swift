import Core
import Database
import NearDuplicates

/// SQL of signatures.
enum SignatureStore {
    struct Made: Sendable {
        var imageID: ID
        var result: Result<PictureSignature, FoveaError>
    }

    /// Images of a project after `last`, by id, that this version has not signed.
    static func lacking(_ connection: Connection, _ projectID: ID, after last: ID?, limit: Int) throws -> [(id: ID, digest: Digest)] {
        try connection.query(
            """
            SELECT i.id, i.digest FROM images i LEFT JOIN image_signatures s ON s.image_id = i.id
            WHERE i.project_id = $1 AND i.deleted_at IS NULL AND i.id > $2 AND (s.image_id IS NULL OR s.version <> $3)
            ORDER BY i.id LIMIT $4
            """, projectID, last ?? ID(high: 0, low: 0), PictureSignature.version, limit
        ) { (try $0.id(0), try $0.digest(1)) }
    }

    static func lackingCount(_ connection: Connection, _ projectID: ID) throws -> Int {
        try connection.integer(
            """
            SELECT count(*) FROM images i LEFT JOIN image_signatures s ON s.image_id = i.id
            WHERE i.project_id = $1 AND i.deleted_at IS NULL AND (s.image_id IS NULL OR s.version <> $2)
            """, projectID, PictureSignature.version) ?? 0
    }

    /// Images that are gone meanwhile are passed over.
    static func put(_ connection: Connection, _ made: [Made], at now: Timestamp) throws {
        try connection.executeMany(
            """
            INSERT INTO image_signatures (image_id, version, error_message, pixels, bits, thumbnail, steady, created_at)
            SELECT id, $2, $3, $4, $5, $6, $7, $8 FROM images WHERE id = $1
            ON CONFLICT (image_id) DO UPDATE SET version = excluded.version, error_message = excluded.error_message,
            pixels = excluded.pixels, bits = excluded.bits, thumbnail = excluded.thumbnail, steady = excluded.steady,
            created_at = excluded.created_at
            """,
            made.map { one -> [SQLValue] in
                let head: [SQLValue] = [.id(one.imageID), .integer(Int64(PictureSignature.version))]
                switch one.result {
                case .success(let found):
                    return head + [
                        .null(.text), .bytes(found.pixels.bytes), .bytes(found.bits.bytes), .bytes(found.thumbnail),
                        .integer(Int64(found.steady)), now.sqlValue,
                    ]
                case .failure(let error):
                    return head + [.text(error.message), .null(.bytes), .null(.bytes), .null(.bytes), .null(.integer), now.sqlValue]
                }
            })
    }

    /// An image that can be compared.
    struct Signed: Sendable {
        var imageID: ID
        var signature: PictureSignature
    }

    /// Those of a project, best to keep first: most pixels, most annotations, most bytes, oldest.
    static func ofProject(_ connection: Connection, _ projectID: ID) throws -> [Signed] {
        var signed: [Signed] = []
        try connection.forEach(
            """
            SELECT i.id, i.width, i.height, s.pixels, s.bits, s.thumbnail, s.steady FROM images i
            JOIN image_signatures s ON s.image_id = i.id AND s.version = $2
            WHERE i.project_id = $1 AND i.deleted_at IS NULL AND s.error_message IS NULL
            ORDER BY i.width * i.height DESC, i.annotation_count DESC, i.size_bytes DESC, i.id
            """, projectID, PictureSignature.version
        ) { row in
            guard let bits = SignatureBits(bytes: try row.bytes(4)) else { throw FoveaError.bug("a signature of another length") }
            signed.append(
                Signed(
                    imageID: try row.id(0),
                    signature: PictureSignature(
                        width: try row.int(1), height: try row.int(2), pixels: try row.digest(3), bits: bits, thumbnail: try row.bytes(5),
                        steady: try row.int(6))))
        }
        return signed
    }
}
