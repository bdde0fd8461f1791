import Core
import Database
import HTTPServer

/// Sequences of a project, their frames and the tracks through them.
struct SequenceRoutes: Sendable {
    let database: Database
    let clock: WallClock
    let news: ImageNews

    var routes: [Route] { [list, show, frames, track, rename, delete] }

    private var list: Route {
        .get(
            "/api/projects/{project_id}/sequences", "List a project's sequences, newest first", tag: "Sequences", access: .project(.viewer),
            query: PageQuery.self, answer: Page<VideoSequence>.self
        ) { call, query in
            let id = try call.id("project_id"), last: ID? = try query.cursor?.value(0)
            let rows = try await database.read { try SequenceStore.page($0, id, before: last, limit: query.limit + 1) }
            return Page(rows, limit: query.limit) { Cursor(.string($0.id.description)) }
        }
    }

    private var show: Route {
        .get(
            "/api/sequences/{sequence_id}", "Show a sequence", tag: "Sequences", access: .sequence(.viewer), answer: VideoSequence.self
        ) { call in
            let id = try call.id("sequence_id")
            return try await database.read { try SequenceStore.find($0, id) }.orNotFound("The sequence")
        }
    }

    private var frames: Route {
        .get(
            "/api/sequences/{sequence_id}/frames", "List a sequence's frames in order", tag: "Sequences", access: .sequence(.viewer),
            query: PageQuery.self, answer: Page<SequenceFrame>.self
        ) { call, query in
            let id = try call.id("sequence_id"), last: Int? = try query.cursor.map { Int(try $0.value(0, as: Int64.self)) }
            let rows = try await database.read { try SequenceStore.frames($0, id, after: last, limit: query.limit + 1) }
            return Page(rows, limit: query.limit) { Cursor(.int(Int64($0.index))) }
        }
    }

    private var track: Route {
        .get(
            "/api/sequences/{sequence_id}/tracks/{track_id}", "Where a track has annotations, in the order of the frames", tag: "Sequences",
            access: .sequence(.viewer), answer: List<TrackStop>.self
        ) { call in
            let id = try call.id("sequence_id"), track = try call.id("track_id")
            let stops = try await database.read { try SequenceStore.stops($0, id, track: track) }
            guard !stops.isEmpty else { throw FoveaError.notFound("The track") }
            return List(stops)
        }
    }

    private var rename: Route {
        .patch(
            "/api/sequences/{sequence_id}", "Rename a sequence", tag: "Sequences", access: .sequence(.manager), body: SequencePatch.self,
            answer: VideoSequence.self
        ) { call, patch in
            let id = try call.id("sequence_id"), now = clock.now()
            return try await database.write { connection in
                if let name = patch.name { try SequenceStore.rename(connection, id, name, at: now) }
                return try SequenceStore.find(connection, id).orNotFound("The sequence")
            }
        }
    }

    struct DeleteQuery: WireInput {
        enum Frames: String, WireEnum { case keep, bin }
        var frames = Frames.keep
        init() {}
        static let fields = Fields<Self>(
            "SequenceDeleteQuery",
            Field(
                "frames", \.frames, "keep: they stay images of the project. bin: they go to the bin, but for those of another sequence.",
                optional: true))
    }

    private var delete: Route {
        .delete(
            "/api/sequences/{sequence_id}", "Take a sequence apart; its annotations stay, tracks no more", tag: "Sequences",
            access: .sequence(.manager), query: DeleteQuery.self
        ) { call, query in
            let id = try call.id("sequence_id"), userID = try call.userID, now = clock.now()
            try await database.write { connection in
                guard let sequence = try SequenceStore.find(connection, id) else { return }
                let images = query.frames == .bin ? try SequenceStore.ownImages(connection, id) : []
                if !images.isEmpty {
                    _ = try ImageStore.moveToBin(connection, images, projectID: sequence.projectID, at: now)
                    try news.images(images, of: sequence.projectID, by: userID, in: connection)
                }
                try SequenceStore.delete(connection, id)
            }
        }
    }
}
