import Core
import Database

extension ImageStore {
    /// What must hold of an image `i`, for the filters that are set. `bind` takes a value and answers its place; texts of
    /// people stand in the statement in no other way.
    static func filters(_ dialect: Dialect, _ query: ImageListQuery, _ bind: (any SQLBindable) -> String) -> [String] {
        var conditions = [query.bin ? "i.deleted_at IS NOT NULL" : "i.deleted_at IS NULL"]
        func compare(_ column: String, _ sign: String, _ value: (any SQLBindable)?) {
            if let value { conditions.append("\(column) \(sign) \(bind(value))") }
        }
        compare("i.status", "=", query.status?.rawValue)
        compare("i.review_status", "=", query.reviewStatus?.rawValue)
        compare("i.split", "=", query.split?.rawValue)
        compare("i.uploaded_by", "=", query.uploadedBy)
        compare("i.width", ">=", query.minWidth)
        compare("i.width", "<=", query.maxWidth)
        compare("i.height", ">=", query.minHeight)
        compare("i.height", "<=", query.maxHeight)
        compare("i.width * i.height", ">=", query.minMegapixels.map { Int64(($0 * 1e6).rounded()) })
        compare("i.width * i.height", "<=", query.maxMegapixels.map { Int64(($0 * 1e6).rounded()) })
        compare("i.size_bytes", ">=", query.minBytes)
        compare("i.size_bytes", "<=", query.maxBytes)
        compare("i.created_at", ">=", query.createdFrom)
        compare("i.created_at", "<", query.createdTo)
        compare("i.annotation_count", ">=", query.minAnnotations)
        compare("i.annotation_count", "<=", query.maxAnnotations)
        if let annotated = query.annotated { conditions.append(annotated ? "i.annotation_count > 0" : "i.annotation_count = 0") }
        if let isNull = query.isNull { conditions.append("i.is_null = \(isNull ? 1 : 0)") }
        if let text = query.text, !text.isEmpty {
            conditions.append(dialect.matches("i.filename", bind(Dialect.pattern(containing: text))))
        }
        return conditions + quality(query, bind) + coverage(query, bind) + rows(query, bind) + people(query, bind) + metadata(dialect, query, bind)
    }

    /// Filters by what other tables hold for an image.
    private static func rows(_ query: ImageListQuery, _ bind: (any SQLBindable) -> String) -> [String] {
        var conditions: [String] = []
        let annotation = "SELECT 1 FROM annotations a WHERE a.deleted_at IS NULL AND a.image_id = i.id AND"
        if let tag = query.tagID {
            conditions.append("EXISTS (SELECT 1 FROM image_tags t WHERE t.tag_id = \(bind(tag)) AND t.image_id = i.id)")
        }
        if let sequence = query.sequenceID {
            conditions.append("EXISTS (SELECT 1 FROM sequence_frames s WHERE s.sequence_id = \(bind(sequence)) AND s.image_id = i.id)")
        }
        if let label = query.labelID { conditions.append("EXISTS (\(annotation) a.label_id = \(bind(label)))") }
        if let label = query.withoutLabelID { conditions.append("NOT EXISTS (\(annotation) a.label_id = \(bind(label)))") }
        if let type = query.geometryType { conditions.append("EXISTS (\(annotation) a.geometry_type = \(bind(type)))") }
        if let predicted = query.hasPredictions {
            conditions.append("\(predicted ? "" : "NOT ")EXISTS (\(annotation) a.is_prediction = 1)")
        }
        if let commented = query.hasComments { conditions.append(commented ? "i.comment_count > 0" : "i.comment_count = 0") }
        if let open = query.hasOpenComments {
            let comment = "SELECT 1 FROM comments c WHERE c.image_id = i.id AND c.resolved_at IS NULL"
            conditions.append(
                open ? "i.comment_count > 0 AND EXISTS (\(comment))" : "(i.comment_count = 0 OR NOT EXISTS (\(comment)))")
        }
        return conditions
    }

    /// Filters by who is to label an image, and who reviewed it.
    private static func people(_ query: ImageListQuery, _ bind: (any SQLBindable) -> String) -> [String] {
        var conditions: [String] = []
        let task = "SELECT 1 FROM tasks t WHERE t.image_id = i.id AND t.kind = 'label' AND t.layer_id IS NULL"
        if let assignee = query.assigneeID { conditions.append("EXISTS (\(task) AND t.user_id = \(bind(assignee)))") }
        if let assigned = query.assigned { conditions.append("\(assigned ? "" : "NOT ")EXISTS (\(task))") }
        if let reviewer = query.reviewerID {
            conditions.append("EXISTS (SELECT 1 FROM reviews r WHERE r.reviewer_id = \(bind(reviewer)) AND r.image_id = i.id)")
        }
        return conditions
    }

    /// Most images have no metadata, and are told by that without parsing.
    private static func metadata(_ dialect: Dialect, _ query: ImageListQuery, _ bind: (any SQLBindable) -> String) -> [String] {
        guard let (key, value) = query.metadataPair else { return [] }
        let holds = dialect.jsonMember("d.metadata", bind(key), equals: bind(value))
        return ["EXISTS (SELECT 1 FROM image_details d WHERE d.image_id = i.id AND d.metadata <> '{}' AND \(holds))"]
    }

    /// Where images of a project match, for counting and for changes to all of them.
    public static func matching(_ dialect: Dialect, _ projectID: ID, _ query: ImageListQuery) -> (condition: String, values: [SQLValue]) {
        var values: [SQLValue] = []
        func bind(_ value: any SQLBindable) -> String {
            values.append(value.sqlValue)
            return "$\(values.count)"
        }
        let conditions = ["i.project_id = \(bind(projectID))"] + filters(dialect, query, bind)
        return (conditions.joined(separator: " AND "), values)
    }

    static func count(_ connection: Connection, _ projectID: ID, _ query: ImageListQuery) throws -> Int {
        let (condition, values) = matching(connection.dialect, projectID, query)
        return try connection.first("SELECT count(*) FROM images i WHERE \(condition)", values: values) { try $0.int(0) } ?? 0
    }
}
