import Core
import Database

/// Rows of frames: JSON lines, numbered.
enum JobFrames {
    /// Values of one row that holds `drafts` from number `first` on.
    static func row(_ job: ID, first: Int64, _ drafts: [JobFrame.Draft]) -> [SQLValue] {
        var lines = ""
        for (index, draft) in drafts.enumerated() {
            lines += draft.line(first + Int64(index))
            lines += "\n"
        }
        return [.id(job), .integer(first), .integer(Int64(drafts.count)), .integer(Int64(lines.utf8.count)), .text(lines)]
    }

    static func insert(_ connection: Connection, _ rows: [[SQLValue]]) throws {
        try connection.executeMany(
            "INSERT INTO job_frames (job_id, first_offset, frame_count, size_bytes, lines) VALUES ($1, $2, $3, $4, $5)", rows)
    }

    /// The frames of some lines from `offset` on.
    static func parse(_ lines: String, first: Int64, from offset: Int64) -> [JobFrame] {
        var out: [JobFrame] = []
        for (index, line) in lines.split(separator: "\n").enumerated() where first + Int64(index) >= offset {
            out.append(JobFrame(offset: first + Int64(index), json: String(line)))
        }
        return out
    }
}
