import Core

/// How fast one client may talk: a bucket of messages that fills again with time. What is over is dropped; who goes far
/// beyond is no client of ours.
struct LivePace: Sendable {
    enum Verdict { case heard, dropped, flood }

    private let perSecond: Double
    private let burst: Double
    private var tokens: Double
    private var dropped = 0.0
    private var last: Timestamp

    init(perSecond: Double, burst: Double, at now: Timestamp) {
        self.perSecond = perSecond
        self.burst = burst
        tokens = burst
        last = now
    }

    mutating func message(at now: Timestamp) -> Verdict {
        let passed = max(0, (now - last).inSeconds)
        last = now
        tokens = min(burst, tokens + passed * perSecond)
        dropped = max(0, dropped - passed * perSecond)
        if tokens >= 1 {
            tokens -= 1
            return .heard
        }
        dropped += 1
        return dropped > 10 * burst ? .flood : .dropped
    }
}
