import Core
import Processes

/// What ffmpeg says while it reads: when each frame is shown (its `showinfo` filter), and what is wrong.
struct FrameLog: Sendable {
    private let times: AsyncStream<Int64>
    private let reading: Task<[String], Never>

    init(_ stream: LineStream) {
        let (times, continuation) = AsyncStream.makeStream(of: Int64.self)
        self.times = times
        reading = Task {
            var last: [String] = []
            for await line in stream {
                if let time = Self.time(line) { continuation.yield(time) }
                if line.hasPrefix("[Parsed_showinfo") || line.isEmpty { continue }
                last.append(line)
                if last.count > 20 { last.removeFirst() }
            }
            continuation.finish()
            return last
        }
    }

    /// The time of the next frame, in ticks of the stream; nil when no more are named.
    func next() async -> Int64? {
        var iterator = times.makeAsyncIterator()
        return await iterator.next()
    }

    /// The last lines that are not about frames.
    func rest() async -> [String] { await reading.value }

    /// `[Parsed_showinfo_3 @ 0x...] n:   0 pts:    512 pts_time:0.04 ...`
    static func time(_ line: String) -> Int64? {
        guard line.hasPrefix("[Parsed_showinfo_"), line.contains("] n:"), let at = line.firstRange(of: " pts:") else { return nil }
        return Int64(line[at.upperBound...].drop { $0 == " " }.prefix { $0 == "-" || $0.isNumber })
    }
}
