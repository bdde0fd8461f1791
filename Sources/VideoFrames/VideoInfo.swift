import Core

/// What is known of a video before its frames are read.
public struct VideoInfo: Sendable, Equatable {
    /// Upright pixels of a frame.
    public var width: Int
    public var height: Int
    /// Frames a second on average; 0 when the file does not say.
    public var fps: Double
    public var duration: Duration
    public var codec: String
    /// Presentation times of the frames, ascending, in `timeBase`.
    var times: [Int64]
    /// Seconds of one tick.
    var timeBase: (numerator: Int64, denominator: Int64)
    /// Where the video's own time begins, in seconds: players show 0 there.
    var start: Double

    /// Frames in the file.
    public var frameCount: Int { times.count }

    public static func == (a: VideoInfo, b: VideoInfo) -> Bool {
        a.width == b.width && a.height == b.height && a.fps == b.fps && a.duration == b.duration && a.codec == b.codec && a.times == b.times
    }

    /// Microseconds since the video's beginning.
    func microseconds(_ time: Int64) -> Int64 {
        let seconds = Double(time) * Double(timeBase.numerator) / Double(timeBase.denominator)
        return Int64(((seconds - start) * 1e6).rounded())
    }

    /// The number of the frame that is shown at `time`, from 0: how many are shown before it.
    func frame(at time: Int64) -> Int {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
