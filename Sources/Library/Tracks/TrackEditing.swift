import Core
import Database

/// What an edit of one frame does to the tracks that go through it: the annotations between keyframes are made anew in the same
/// transaction. Made before the image is locked, so that two edits never wait for each other in a circle: the sequence is locked
/// first, then the images in the order of their ids.
struct TrackEditing {
    /// Those of which the image is a frame.
    let sequences: Set<ID>
    private let imageID: ID
    private let tracks: Set<ID>

    private init(_ connection: Connection, imageID: ID, tracks named: () throws -> [ID]) throws {
        self.imageID = imageID
        sequences = try TrackStore.lockSequences(connection, of: imageID)
        tracks = sequences.isEmpty ? [] : Set(try named())
        if !tracks.isEmpty { try TrackStore.lockImages(connection, tracks: tracks.sorted(), sequences: sequences, and: imageID) }
    }

    /// For an edit of some annotations.
    init(_ connection: Connection, imageID: ID, _ operations: [AnnotationOperation]) throws {
        try self.init(connection, imageID: imageID) {
            try TrackStore.tracks(connection, of: operations.map(\.id)) + operations.compactMap { $0.track.applied(to: nil)?.id }
        }
    }

    /// For an edit that may concern any annotation of the image, deleted ones too.
    init(_ connection: Connection, wholeImage imageID: ID) throws {
        try self.init(connection, imageID: imageID) { try TrackStore.tracks(connection, through: imageID) }
    }

    var concernsTracks: Bool { !tracks.isEmpty }

    /// Throws `invalid`, naming every operation that puts an annotation into a track of something else.
    func check(_ operations: [AnnotationOperation]) throws {
        let faults: [FoveaError.Field] = operations.enumerated().compactMap { index, operation in
            guard case .value(let place) = operation.track, !sequences.contains(place.sequenceID) else { return nil }
            return .init("ops[\(index)].track.sequence_id", "is no sequence of which this image is a frame")
        }
        guard faults.isEmpty else { throw FoveaError.invalid(faults) }
    }

    /// Makes what lies between the keyframes of the tracks concerned fit to them.
    ///
    /// - Parameter after: what the edit wrote, as it left it.
    func follow(_ connection: Connection, after: [Annotation], by userID: ID?, at now: Timestamp, news: ImageNews) throws {
        // The history may bring back a track that no annotation here is of now.
        let tracks = sequences.isEmpty ? [] : tracks.union(after.compactMap { $0.track?.id })
        guard !tracks.isEmpty else { return }
        try TrackStore.markHoles(connection, after.filter { $0.deletedAt != nil }.map(\.id))
        for track in tracks.sorted() {
            try adoptFirst(connection, track, by: userID, at: now, news: news)
            let rows = try TrackStore.rows(connection, track)
            try Self.check(rows)
            let living = rows.filter { $0.deletedAt == nil }
            guard let sequenceID = living.first?.track?.sequenceID,
                let span = try TrackStore.span(connection, sequenceID, of: living.map(\.imageID))
            else { continue }
            let written = after.filter { $0.deletedAt == nil && $0.track?.id == track }
            let plan = TrackPlan(
                frames: try TrackStore.frames(connection, sequenceID, span),
                rows: try rows.map { TrackPlan.Row(imageID: $0.imageID, stored: try StoredAnnotation($0)) }, labelID: written.last?.labelID,
                touched: Set(written.map(\.id)))
            try TrackWriting.write(plan.changes, connection, stored: rows, by: userID, at: now, news: news)
        }
    }

    /// A track may be called by the id of an annotation that is in none yet: that one is its first keyframe.
    private func adoptFirst(_ connection: Connection, _ track: ID, by userID: ID?, at now: Timestamp, news: ImageNews) throws {
        guard let first = try AnnotationStore.byID(connection, [track]).first, first.deletedAt == nil, first.track == nil else { return }
        let living = try TrackStore.rows(connection, track).filter { $0.deletedAt == nil }
        // One that was taken out of its track stays out of it.
        guard let sequenceID = living.first?.track?.sequenceID, first.imageID != imageID, living.allSatisfy({ $0.imageID == imageID }),
            try TrackStore.span(connection, sequenceID, of: [first.imageID]) != nil
        else { return }
        let stored = try StoredAnnotation(first)
        var content = stored.content
        content.track = TrackPlace(id: track, sequenceID: sequenceID, isKeyframe: true, ends: false)
        let change = AnnotationPlan.Change.update(first.id, content, version: stored.version + 1)
        try TrackWriting.write(
            [.init(imageID: first.imageID, change: change)], connection, stored: [first], by: userID, at: now, news: news)
    }

    private static func check(_ rows: [Annotation]) throws {
        let living = rows.filter { $0.deletedAt == nil }
        guard Set(living.map(\.imageID)).count == living.count else {
            throw FoveaError.invalid("track.id", "names a track that has another object on this image already")
        }
        guard Set(living.compactMap { $0.track?.sequenceID }).count <= 1 else {
            throw FoveaError.invalid("track.id", "names a track through another sequence")
        }
    }
}

extension TrackEditing {
    /// An annotation that somebody brings back: of its track where the track's sequence is still there, and then as a keyframe, for a
    /// person wants it as it was.
    func restored(_ content: AnnotationContent) -> AnnotationContent {
        guard let track = content.track else { return content }
        var content = content
        content.track = sequences.contains(track.sequenceID) ? track : nil
        content.track?.isKeyframe = true
        return content
    }
}
