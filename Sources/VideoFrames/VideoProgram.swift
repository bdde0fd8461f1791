import Core
import Glibc
import Processes

/// Debian's `ffmpeg` and `ffprobe`, and how they are held: they read one file whose bytes nobody trusts.
///
/// Without capabilities, without the network (seccomp), with bounded memory and processor time, and where the kernel has Landlock
/// with no file but their own libraries and the video. Told besides to open nothing but that file (`-protocol_whitelist`) and to read
/// containers alone (`-format_whitelist`): playlists, concatenation scripts and image sequences name other files.
struct VideoProgram: Sendable {
    let executable: String

    static let formats = "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,gif,mxf,m4v,wtv,ivf"
    /// Bytes of private memory: decoders keep a dozen pictures.
    private static let memory: UInt64 = 4 << 30

    /// - Parameter name: `ffmpeg` or `ffprobe`.
    static func find(_ name: String, path: String? = nil) throws -> VideoProgram {
        let path = path ?? getenv("PATH").map { String(cString: $0) } ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/bin", "/usr/local/bin"]
        for folder in folders where access("\(folder)/\(name)", X_OK) == 0 { return VideoProgram(executable: "\(folder)/\(name)") }
        throw FoveaError(.internal, "Videos need ffmpeg, which is not on this machine. Install Debian's package ffmpeg.")
    }

    /// What every call says first, and which file.
    static func input(_ file: String) -> [String] {
        ["-protocol_whitelist", "file", "-format_whitelist", formats, "-i", "file:\(file)"]
    }

    func start(_ arguments: [String], file: String, output: ChildOutputMode, processorTime: Duration) async throws -> ChildProcess {
        var options = ChildOptions(executable, arguments, environment: ["LC_ALL": "C"], directory: "/")
        options.output = output
        options.unprivileged = true
        options.offline = true
        options.limits = [
            .data(Self.memory), .processorTime(UInt64(max(1, processorTime.components.seconds))), .fileSize(0), .openFiles(64), .coreDump(0),
        ]
        if FileAccess.isSupported {
            options.files = FileAccess(readable: FileAccess.program(executable) + ["/etc/alternatives", file])
        }
        return try await ChildProcess.start(options)
    }
}
