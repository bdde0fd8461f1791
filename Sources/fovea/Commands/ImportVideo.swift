import Core
import DatasetFormats
import Library
import VideoFrames

/// `fovea import video.mp4`: a video is told by its content.
enum VideoCommand {
    private static let rules = ["every", "fps", "scene"]
    private static let options = rules + ["start", "end", "frames", "quality"]

    /// Nil: what is to be imported is no video.
    static func frames(_ invocation: Invocation) throws -> FramesWanted? {
        let given = options.filter { invocation.value($0) != nil }
        guard VideoSniffer.isVideo(path: invocation.positionals[0]) else {
            if let option = given.first { throw UsageError("--\(option) is for videos, and \(invocation.positionals[0]) is none") }
            return nil
        }
        var wanted = FramesWanted()
        wanted.every = try invocation.int("every", in: 1...1_000_000)
        wanted.fps = try invocation.double("fps", in: 0...1000)
        wanted.scene = try invocation.double("scene", in: 0...1)
        wanted.start = try invocation.double("start", in: 0...1e7)
        wanted.end = try invocation.double("end", in: 0...1e7)
        wanted.limit = try invocation.int("limit", in: 1...100_000) ?? wanted.limit
        wanted.format = try invocation.choice("frames", of: ["jpeg", "png"]).flatMap(FramesWanted.Format.init(rawValue:)) ?? wanted.format
        wanted.quality = try invocation.int("quality", in: 1...100) ?? wanted.quality
        // The constraints of the API hold here too.
        return try FramesWanted.decode(JSON.parse(wanted.encoded()))
    }

    static func run(_ invocation: Invocation, _ wanted: FramesWanted) async throws {
        let project = try invocation.required("project"), path = invocation.positionals[0]
        let taskType = try invocation.choice("task-type", of: TaskType.allCases.map(\.rawValue)).flatMap(TaskType.init(rawValue:))
        let foundations = try Foundations.open(try Settings.load(invocation), publicURL: "")
        try await foundations.migrate()
        let user = try await foundations.accounts().acting(as: invocation.value("user"))
        let intake = try foundations.intake()
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let absolute = Files.absolute(path)
        let source = VideoImport.Source(path: absolute, filename: name, digest: try digest(absolute))
        // Before a project is made for it: a file that cannot be read leaves nothing.
        _ = try await Video.open(absolute)
        let projectID = try await ProjectImport(DatasetImport(database: foundations.database, intake: intake))
            .ensure(project, taskType ?? .detection, owner: user.id)
        let done = try await VideoImport(database: foundations.database, intake: intake).run(
            source, wanted, into: projectID, as: ID.make(), name: name, by: user.id, progress: { Terminal.progress($0, $1) })
        try await foundations.database.write { try done.commit($0) }
        Terminal.progress(1, "\(done.report.frames) frames")
        var json = done.report.json.object ?? JSONObject()
        json["project_id"] = .string(projectID.description)
        invocation.report(.object(json), text: "\(done.report.words) They are the sequence \(name) of \(project).")
    }

    private static func digest(_ path: String) throws -> Digest {
        let stream = try FileStream(path), hash = SHA256()
        while true {
            let bytes = stream.read(upTo: 1 << 20)
            if bytes.isEmpty { return hash.finish() }
            hash.update(bytes)
        }
    }
}
