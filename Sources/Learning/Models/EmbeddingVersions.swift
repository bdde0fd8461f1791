import Core
import Database
import ObjectStorage

/// Model versions whose files make vectors instead of boxes. The operator adds them; everybody may use them.
public enum EmbeddingVersions {
    /// A further version of the public model of that name and owner, which is made when there is none.
    public static func add(_ connection: Connection, name: String, _ file: Blob, imgSize: Int, owner: ID, at now: Timestamp) throws -> ID {
        let known = try connection.first(
            """
            SELECT id FROM models WHERE owner_id = $1 AND name = $2 AND is_public = 1 AND project_id IS NULL ORDER BY id LIMIT 1
            """, owner, name
        ) { try $0.id(0) }
        let model =
            try known
            ?? ModelStore.insert(
                connection, name: name, description: "Describes images for finding similar ones.", owner: owner, project: nil, isPublic: true,
                at: now)
        return try ModelVersionStore.insertEmbedding(connection, model: model, file, imgSize: imgSize, by: owner, at: now)
    }
}
