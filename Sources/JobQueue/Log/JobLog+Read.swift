import Core
import Database
import Events

extension JobLog {
    public struct Slice: Sendable {
        public var frames: [JobFrame]
        /// Where to go on.
        public var nextOffset: Int64
        public var status: JobStatus
        /// Whether there are more frames now.
        public var hasMore: Bool
    }

    private enum Piece {
        case chunk(Digest, first: Int64)
        case lines(String, first: Int64)
    }

    /// Frames from number `offset` on, some `limit` of them (whole chunks are read, so it may be fewer or a little more work,
    /// never more frames). Nil when there is no such job.
    public func read(_ job: ID, from offset: Int64, limit: Int = 1000) async throws -> Slice? {
        let offset = max(0, offset)
        let found: (status: JobStatus, count: Int64, pieces: [Piece])? = try await database.read { connection in
            guard
                let (status, count) = try connection.first(
                    "SELECT status, frame_count FROM jobs WHERE id = $1", job,
                    map: { row in
                        (try row.value(0, as: JobStatus.self), try row.int64(1))
                    })
            else { return nil }
            guard offset < count else { return (status, count, []) }
            var pieces = try connection.query(
                """
                SELECT digest, first_offset FROM job_log_chunks WHERE job_id = $1 AND first_offset + frame_count > $2
                ORDER BY first_offset LIMIT 2
                """, job, offset
            ) { Piece.chunk(try $0.digest(0), first: try $0.int64(1)) }
            if pieces.count < 2 {
                pieces += try connection.query(
                    """
                    SELECT lines, first_offset FROM job_frames WHERE job_id = $1 AND first_offset + frame_count > $2
                    ORDER BY first_offset LIMIT $3
                    """, job, offset, limit
                ) { Piece.lines(try $0.text(0), first: try $0.int64(1)) }
            }
            return (status, count, pieces)
        }
        guard let found else { return nil }
        var frames: [JobFrame] = []
        for piece in found.pieces where frames.count < limit {
            switch piece {
            case .lines(let lines, let first): frames += JobFrames.parse(lines, first: first, from: offset)
            case .chunk(let digest, let first):
                frames += JobFrames.parse(String(decoding: try await store.get(digest), as: UTF8.self), first: first, from: offset)
            }
        }
        if frames.count > limit { frames.removeLast(frames.count - limit) }
        let next = frames.last.map { $0.offset + 1 } ?? min(offset, found.count)
        return Slice(frames: frames, nextOffset: next, status: found.status, hasMore: next < found.count)
    }

    /// Hands over frames from `offset` on, as they come, until the job has ended and all were handed over. Nothing is lost or
    /// told twice. `deliver` is awaited, so a slow reader is not overrun. Throws when there is no such job, when `deliver`
    /// does, or when the task is cancelled.
    public func follow(_ job: ID, from offset: Int64, deliver: (JobFrame) async throws -> Void) async throws {
        let changes = events.subscribe([JobQueue.topic(job)], buffer: 4)
        var next = offset
        while true {
            guard let slice = try await read(job, from: next) else { throw FoveaError.notFound("This job") }
            for frame in slice.frames { try await deliver(frame) }
            next = slice.nextOffset
            if slice.hasMore { continue }
            if slice.status.isFinished { return }
            // An event may get lost, the log not: look again after a second in any case.
            _ = await changes.next(within: .seconds(1))
            if changes.isEnded { try await Task.sleep(for: .seconds(1)) }
            try Task.checkCancellation()
        }
    }
}
