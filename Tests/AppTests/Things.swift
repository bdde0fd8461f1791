import Core
import Database
import HTTPServer

@testable import fovea

/// One of each kind of thing, in a project of their own, all with a mark in their texts.
struct Things: Sendable {
    static let mark = "zebra-mark-7361"

    let project: ID
    /// By the name of the path parameter, without its `_id`.
    private let ids: [String: ID]

    static func make(_ app: AppFixture, _ owner: Headers) async throws -> Things {
        func id(_ json: JSON) throws -> ID {
            guard let id = json["id"]?.string.flatMap({ ID($0) }) else { throw FoveaError(.invalid, json.text) }
            return id
        }
        let project = try id(try await app.make("/api/projects", as: owner, ["name": .string(mark), "task_type": "DETECTION"]))
        let label = try id(try await app.make("/api/projects/\(project)/labels", as: owner, ["name": .string(mark), "color": "#112233"]))
        let tag = try id(try await app.make("/api/projects/\(project)/tags", as: owner, ["name": .string(mark), "color": "#112233"]))
        let me = try id(await app.router.test(.get, "/api/auth/me", headers: owner).json)
        let image = ID.make(), now = Timestamp.now(), digest = SHA256.digest("picture")
        // An image's row, without the pixels: who may see it does not depend on them.
        try await app.application.foundations.database.write { connection in
            try connection.execute("INSERT INTO blobs (digest, size_bytes, created_at) VALUES ($1, $2, $3)", digest, 7, now)
            try connection.execute(
                """
                INSERT INTO images (id, project_id, digest, filename, size_bytes, content_type, width, height, status, review_status,
                split, created_at, updated_at)
                VALUES ($1, $2, $3, $4, 7, 'image/png', 640, 480, 'NEW', 'UNREVIEWED', 'unassigned', $5, $5)
                """, image, project, digest, mark, now)
            try connection.execute("INSERT INTO image_details (image_id, exif, metadata) VALUES ($1, '{}', $2)", image, "{\"a\":\"\(mark)\"}")
        }
        let comment = try id(try await app.make("/api/images/\(image)/comments", as: owner, ["body": .string(mark)]))
        var ids = ["project": project, "label": label, "tag": tag, "image": image, "comment": comment]
        ids.merge(try await learning(app, project, me, digest)) { $1 }
        ids.merge(try await management(app, project, me)) { $1 }
        ids["batch"] = try await batch(app, project, me, image)
        ids["analysis"] = try await analysis(app, image)
        ids["label_error"] = try await labelError(app, project, image, ids["analysis"])
        ids.merge(try await team(app, project, me, image)) { $1 }
        ids.merge(try await sequence(app, project, me, image, label)) { $1 }
        return Things(project: project, ids: ids)
    }

    /// What a training leaves: who may see the rows does not depend on the files.
    private static func learning(_ app: AppFixture, _ project: ID, _ user: ID, _ digest: Digest) async throws -> [String: ID] {
        let job = ID.make(), dataset = ID.make(), model = ID.make(), version = ID.make(), now = Timestamp.now()
        try await app.application.foundations.database.write { connection in
            try connection.execute(
                """
                INSERT INTO jobs (id, kind, status, project_id, user_id, title, priority, run_after, attempt, max_attempts, fence,
                cancel_requested, progress, error_message, frame_count, created_at, payload)
                VALUES ($1, 'training', 'FAILED', $2, $3, $4, 0, $5, 1, 1, 1, $6, 0.5, $4, 0, $5, '{}')
                """, job, project, user, mark, now, false)
            try connection.execute(
                """
                INSERT INTO datasets (id, project_id, version, name, task_type, class_names, image_count, annotation_count, train_count,
                val_count, test_count, seed, preprocessing, augmentation, filter, manifest, created_by, created_at, statistics)
                VALUES ($1, $2, 1, $3, 'DETECTION', '[]', 0, 0, 0, 0, 0, 0, '{}', '{}', '{}', $4, $5, $6, '{}')
                """, dataset, project, mark, digest, user, now)
            try connection.execute(
                """
                INSERT INTO models (id, name, description, owner_id, project_id, is_public, version_count, created_at, updated_at)
                VALUES ($1, $2, $2, $3, $4, $5, 1, $6, $6)
                """, model, mark, user, project, false, now)
            try connection.execute(
                """
                INSERT INTO model_versions (id, model_id, version_number, kind, status, class_names, metrics, error_message, created_by,
                created_at) VALUES ($1, $2, '1', 'detector', 'FAILED', '[]', '{}', $3, $4, $5)
                """, version, model, mark, user, now)
            try connection.execute(
                """
                INSERT INTO training_runs (id, project_id, dataset_id, name, base_model, epochs, batch_size, img_size, patience, seed,
                device, current_epoch, notes, created_by, created_at)
                VALUES ($1, $2, $3, $4, 'yolov8n', 1, 1, 32, 1, 0, 'cpu', 0, '[]', $5, $6)
                """, job, project, dataset, mark, user, now)
        }
        return ["job": job, "training": job, "dataset": dataset, "model": model, "version": version]
    }

    /// A saved view that all members see, and a change to many images.
    private static func management(_ app: AppFixture, _ project: ID, _ user: ID) async throws -> [String: ID] {
        let view = ID.make(), operation = ID.make(), now = Timestamp.now()
        try await app.application.foundations.database.write { connection in
            try connection.execute(
                """
                INSERT INTO image_views (id, project_id, owner_id, name, query, is_shared, is_default, created_at, updated_at)
                VALUES ($1, $2, $3, $4, '{}', 1, 0, $5, $5)
                """, view, project, user, mark, now)
            try connection.execute(
                """
                INSERT INTO bulk_operations (id, project_id, user_id, body, matched, changed, skipped, created_at)
                VALUES ($1, $2, $3, '{"action":"bin","image_ids":[]}', 1, 0, 0, $4)
                """, operation, project, user, now)
        }
        return ["view": view, "operation": operation]
    }

    private static func labelError(_ app: AppFixture, _ project: ID, _ image: ID, _ analysis: ID?) async throws -> ID {
        let id = ID.make()
        try await app.application.foundations.database.write { connection in
            try connection.execute(
                """
                INSERT INTO label_errors (id, project_id, job_id, image_id, kind, state, score, similarity, analysis_id)
                VALUES ($1, $2, $1, $3, 'missed', 'open', 0.5, 0.0, $4)
                """, id, project, image, analysis)
        }
        return id
    }

    private static func analysis(_ app: AppFixture, _ image: ID) async throws -> ID {
        let id = ID.make(), now = Timestamp.now()
        try await app.application.foundations.database.write { connection in
            try connection.execute(
                """
                INSERT INTO analyses (id, image_id, model_name, model_version, status, annotation_count, parameters, created_at)
                VALUES ($1, $2, $3, '1', 'completed', 0, '{}', $4)
                """, id, image, mark, now)
        }
        return id
    }

    private static func batch(_ app: AppFixture, _ project: ID, _ user: ID, _ image: ID) async throws -> ID {
        let id = ID.make(), now = Timestamp.now()
        try await app.application.foundations.database.write { connection in
            try connection.execute(
                """
                INSERT INTO batches (id, project_id, name, status, parameters, image_count, created_by, created_at, updated_at)
                VALUES ($1, $2, $3, 'created', '{}', 1, $4, $5, $5)
                """, id, project, mark, user, now)
            try connection.execute(
                "INSERT INTO batch_images (batch_id, image_id, group_label, by_hand) VALUES ($1, $2, $3, 1)", id, image, mark)
        }
        return id
    }

    /// What working together leaves.
    private static func team(_ app: AppFixture, _ project: ID, _ user: ID, _ image: ID) async throws -> [String: ID] {
        let assignment = ID.make(), set = ID.make(), layer = ID.make(), now = Timestamp.now()
        try await app.application.foundations.database.write { connection in
            try connection.execute(
                """
                INSERT INTO assignments (id, project_id, kind, user_id, note, image_count, done_count, created_at, updated_at)
                VALUES ($1, $2, 'label', $3, $4, 0, 0, $5, $5)
                """, assignment, project, user, mark, now)
            try connection.execute(
                """
                INSERT INTO consensus_sets (id, project_id, name, note, status, image_count, layer_count, done_count, merged_count, created_at)
                VALUES ($1, $2, $3, $3, 'open', 1, 1, 0, 0, $4)
                """, set, project, mark, now)
            try connection.execute(
                """
                INSERT INTO layers (id, project_id, image_id, user_id, set_id, kind, status, annotation_count, created_at, updated_at)
                VALUES ($1, $2, $3, $4, $5, 'consensus', 'NEW', 0, $6, $6)
                """, layer, project, image, user, set, now)
            try connection.execute(
                """
                INSERT INTO reviews (id, image_id, reviewer_id, verdict, comment, annotation_count, created_at)
                VALUES ($1, $2, $3, 'REJECTED', $4, 0, $5)
                """, ID.make(), image, user, mark, now)
        }
        return ["assignment": assignment, "consensus": set, "layer": layer]
    }

    /// A video's frame with a track on it.
    private static func sequence(_ app: AppFixture, _ project: ID, _ user: ID, _ image: ID, _ label: ID) async throws -> [String: ID] {
        let sequence = ID.make(), track = ID.make(), now = Timestamp.now()
        try await app.application.foundations.database.write { connection in
            try connection.execute(
                """
                INSERT INTO sequences (id, project_id, name, filename, digest, fps, width, height, duration_us, frame_count, choice, created_at,
                updated_at) VALUES ($1, $2, $3, $3, $4, 25, 640, 480, 1000000, 1, '{}', $5, $5)
                """, sequence, project, mark, SHA256.digest(mark), now)
            try connection.execute(
                "INSERT INTO sequence_frames (sequence_id, position, image_id, source_frame, time_us, is_repeat) VALUES ($1, 0, $2, 0, 0, 0)",
                sequence, image)
            try connection.execute(
                """
                INSERT INTO annotations (id, image_id, label_id, geometry_type, geometry, min_x, min_y, max_x, max_y, is_prediction, attributes,
                version, created_by, created_at, updated_at, track_id, sequence_id, is_keyframe)
                VALUES ($1, $2, $3, 'box', '{"type":"box","x":1,"y":1,"width":5,"height":5}', 1, 1, 6, 6, 0, '{}', 1, $4, $5, $5, $6, $7, 1)
                """, ID.make(), image, label, user, now, track, sequence)
        }
        return ["sequence": sequence, "track": track]
    }

    private static func kind(_ parameter: String) -> String { parameter.hasSuffix("_id") ? String(parameter.dropLast(3)) : parameter }

    /// Whether this parameter is in the route's path and names a thing that is here (an upload under way is known by the id
    /// of an image to come, an import by its job: those are not).
    func knows(_ parameter: String, on route: Route) -> Bool {
        if case .member(_, let kind, _) = route.access, kind.name != "training_run", ids[kind.name] == nil { return false }
        return route.pattern.parameterNames.contains(parameter) && ids[Things.kind(parameter)] != nil
    }

    /// What to put for a path parameter.
    func id(named name: String, on route: Route) -> String { (ids[Things.kind(name)] ?? ID.make()).description }

    /// Where their owner sees them one by one.
    var paths: [String] {
        let places = [
            "job": "jobs", "training": "training", "dataset": "datasets", "model": "models", "version": "models/versions",
            "assignment": "assignments", "consensus": "consensus", "sequence": "sequences",
        ]
        return ids.compactMap { kind, id in places[kind].map { "/api/\($0)/\(id)" } }.sorted()
    }

    /// Names of everything, as a hostile body would bring them.
    var body: JSON {
        var object = JSONObject()
        for (kind, id) in ids { object["\(kind)_id"] = .string(id.description) }
        object["image_ids"] = .array([.string((ids["image"] ?? project).description)])
        object["name"] = "x"
        return .object(object)
    }
}
