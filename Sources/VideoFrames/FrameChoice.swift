/// Which frames of a video are taken.
public struct FrameChoice: Sendable, Equatable {
    public enum Rule: Sendable, Equatable {
        /// Each n-th, from the first on; 1 takes all.
        case every(Int)
        /// So many a second: the first frame of each period.
        case rate(Double)
        /// The first, and each that differs from the one before by more than this (0 to 1, as ffmpeg's `scene` counts it).
        case scene(Double)
    }

    public var rule: Rule
    /// Seconds since the video's beginning.
    public var start: Double?
    /// Seconds since the video's beginning; not included.
    public var end: Double?
    /// At most so many frames.
    public var limit: Int

    public init(_ rule: Rule, start: Double? = nil, end: Double? = nil, limit: Int = 10_000) {
        self.rule = rule
        self.start = start
        self.end = end
        self.limit = limit
    }

    /// ffmpeg's `select` expression. Numbers alone go into it.
    ///
    /// - Parameter origin: where the video's time begins, in seconds of its own clock.
    func expression(origin: Double) -> String {
        switch rule {
        case .every(let n): "not(mod(n,\(max(1, n))))"
        case .scene(let threshold): "eq(n,0)+gt(scene,\(threshold))"
        case .rate(let rate):
            // A little is added, so that a frame that is due at the very moment is not late by rounding.
            "isnan(prev_selected_t)+gt(floor((t-\(begin(origin)))*\(rate)+1e-6),floor((prev_selected_t-\(begin(origin)))*\(rate)+1e-6))"
        }
    }

    private func begin(_ origin: Double) -> Double { origin + (start ?? 0) }
}
