import Core
import Database
import Geometry

/// Going back: one transaction that brings annotations to what the history says they were. It is itself a change like any
/// other, so it stands in the history and can be gone back on.
enum AnnotationRestoring {
    static func run(
        _ body: AnnotationRestore, _ connection: Connection, imageID: ID, by userID: ID, at now: Timestamp, news: ImageNews
    ) throws -> AnnotationRestoreAnswer {
        let tracks = try TrackEditing(connection, wholeImage: imageID)
        guard let image = try ImageFacts.lock(connection, imageID) else { throw FoveaError.notFound("The image") }
        let rows = try AnnotationStore.all(connection, imageID)
        let stored = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
        let moment = try AnnotationMoment.find(connection, imageID, body)
        let known = moment.map { Set($0.states.keys) } ?? Set(stored.keys)
        for (index, id) in (body.annotationIDs ?? []).enumerated() where stored[id] == nil && !known.contains(id) {
            throw FoveaError.invalid("annotation_ids[\(index)]", "is no annotation of this image")
        }

        var plan = AnnotationPlan([], stored: [:])
        var answer = AnnotationRestoreAnswer(preview: body.preview)
        let wanted = try wantedStates(body, moment, stored)
        let labels = try LabelStore.existing(
            connection, Array(Set(wanted.compactMap { $0.content?.labelID })), projectID: image.projectID)
        for (id, content) in wanted {
            if let content, !labels.contains(content.labelID) {
                answer.skipped += 1
                continue
            }
            guard let change = try change(id, to: content.map(tracks.restored), from: stored[id]) else { continue }
            switch change {
            case .insert, .restore: answer.restored += 1
            case .update: answer.changed += 1
            case .delete: answer.deleted += 1
            }
            plan.changes.append(change)
        }
        if body.preview {
            answer.annotations = plan.changes.compactMap { $0.applied(to: stored[$0.id], imageID: imageID, by: userID, at: now) }
        } else if !plan.changes.isEmpty {
            answer.annotations = try AnnotationStore.apply(plan, connection, imageID: imageID, stored: stored, by: userID, at: now)
            try AnnotationCounters.record(plan, connection, image: image, stored: stored, at: now)
            try news.annotations(plan.changes.map(\.id), of: imageID, by: userID, in: connection)
            try tracks.follow(connection, after: answer.annotations, by: userID, at: now, news: news)
        }
        return answer
    }

    /// What each annotation in question is to be; nil: not there. In the order of their ids, so that the same request does
    /// the same.
    private static func wantedStates(
        _ body: AnnotationRestore, _ moment: AnnotationMoment?, _ stored: [ID: Annotation]
    ) throws -> [(id: ID, content: AnnotationContent?)] {
        guard let moment else {
            return try (body.annotationIDs ?? []).sorted().compactMap { id in
                try stored[id].map { (id, try StoredAnnotation($0).content) }
            }
        }
        let chosen = body.annotationIDs.map { Set($0) }
        return moment.states.filter { chosen?.contains($0.key) ?? true }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func change(_ id: ID, to wanted: AnnotationContent?, from row: Annotation?) throws -> AnnotationPlan.Change? {
        guard let row else { return wanted.map { .insert(id, $0) } }
        let current = try StoredAnnotation(row)
        guard let wanted else { return current.isDeleted ? nil : .delete(id, version: current.version + 1) }
        if current.isDeleted { return .restore(id, wanted, version: current.version + 1) }
        return current.content == wanted ? nil : .update(id, wanted, version: current.version + 1)
    }
}

/// What the annotations of an image were at a moment of its history. One without any history is not in it: of that nothing is
/// known.
struct AnnotationMoment {
    /// Nil: not there.
    var states: [ID: AnnotationContent?]

    /// Nil when the request names no moment. The changes of one request share their time: they are one moment.
    static func find(_ connection: Connection, _ imageID: ID, _ body: AnnotationRestore) throws -> AnnotationMoment? {
        var last = body.at
        if let historyID = body.historyID {
            last = try connection.first("SELECT at FROM annotation_history WHERE id = $1 AND image_id = $2", historyID, imageID) {
                try $0.time(0)
            }
            guard last != nil else { throw FoveaError.invalid("history_id", "is no change of this image's annotations") }
        }
        guard let last else { return nil }
        var states: [ID: AnnotationContent?] = [:]
        try connection.forEach("SELECT DISTINCT annotation_id FROM annotation_history WHERE image_id = $1", imageID) { row in
            states.updateValue(nil, forKey: try row.id(0))
        }
        try connection.forEach(
            """
            SELECT annotation_id, action, after FROM (
                SELECT annotation_id, action, after,
                row_number() OVER (PARTITION BY annotation_id ORDER BY at DESC, id DESC) AS place
                FROM annotation_history WHERE image_id = $1 AND at \(body.before ? "<" : "<=") $2) latest
            WHERE place = 1
            """, imageID, last
        ) { row in
            guard try row.text(1) != "delete", let after = try row.optionalText(2) else { return }
            states.updateValue(try AnnotationContent(history: after), forKey: try row.id(0))
        }
        return AnnotationMoment(states: states)
    }
}

extension AnnotationContent {
    /// From an annotation as the history keeps it.
    init(history text: String) throws {
        let json = try JSON.parse(text)
        guard let labelID = json["label_id"]?.string.flatMap({ ID($0) }), let geometry = json["geometry"] else {
            throw FoveaError.bug("a history entry without label or geometry")
        }
        self.init(
            labelID: labelID, geometry: try Geometry(json: geometry, field: "geometry"), confidence: json["confidence"]?.double,
            isPrediction: json["is_prediction"] == true, attributes: json["attributes"] ?? [:],
            zOrder: json["z_order"]?.int.map(Int.init) ?? 0, track: TrackPlace(history: json["track"]))
    }
}
