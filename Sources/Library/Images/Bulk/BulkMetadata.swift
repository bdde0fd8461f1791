import Core
import Database

/// Sets and takes away members of the free metadata of many images; the other members stay.
enum BulkMetadata {
    static func apply(_ connection: Connection, _ operation: BulkStore.Operation, _ ids: [ID], at now: Timestamp) throws -> Int {
        guard let changes = operation.body.metadata?.object else { return 0 }
        let living = try BulkField.status.current(connection, ids, projectID: operation.projectID)
        let named = connection.dialect.contains("image_id", "$1", .idList)
        let rows = try connection.query(
            "SELECT image_id, metadata FROM image_details WHERE \(named)", Array(living.keys)
        ) { (try $0.id(0), try $0.json(1)) }
        var changed = 0
        for (id, before) in rows {
            var members = before.object ?? JSONObject()
            // A bare nil would be JSON's null.
            for (key, value) in changes.members { members[key] = value.isNull ? Optional<JSON>.none : value }
            let after = JSON.object(members)
            guard after != before, after.bytes.count <= MetadataBody.limit else { continue }
            try ImageStore.setMetadata(connection, id, after, at: now)
            changed += 1
        }
        return changed
    }
}
