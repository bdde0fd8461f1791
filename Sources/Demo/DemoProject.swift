import Core
import Database
import DemoScenes
import Geometry
import ImageCodecs
import Library
import ObjectStorage
import Pixels

/// A project to begin with: drawn photographs of hardware on a workbench. Most are labelled; the rest wait for a person or a
/// model. The same pictures every time, so making it twice in one project adds nothing.
public struct DemoProject: Sendable {
    public static let labelled = 60
    public static let unlabelled = 12
    /// How many pictures are drawn, stored and written at once: bounds memory, and what a kill can lose.
    private static let batch = 6

    let database: Database
    let intake: ImageIntake
    let clock: WallClock
    /// Drawing and compressing pictures is work for a core.
    private let executor = BlockingExecutor(name: "drawing", threads: 2, queueLimit: 16)

    public init(database: Database, intake: ImageIntake, clock: WallClock = .system) {
        self.database = database
        self.intake = intake
        self.clock = clock
    }

    public static var body: ProjectBody {
        var body = ProjectBody()
        body.name = "Workbench"
        body.description = "Drawn photographs of nuts, bolts, washers and gears. \(labelled) are labelled; the rest are for you, or a model."
        body.taskType = .detection
        body.classNames = Hardware.allCases.map(\.rawValue)
        return body
    }

    /// A filled project of its own.
    public func make(for userID: ID, progress: @Sendable (Double) -> Void) async throws -> ID {
        let now = clock.now()
        let id = try await database.write { try ProjectCreation.create($0, Self.body, owner: userID, at: now) }
        try await fill(id, by: userID, progress: progress)
        return id
    }

    /// Fills a project that `body` made.
    public func fill(_ projectID: ID, by userID: ID, progress: @Sendable (Double) -> Void = { _ in }) async throws {
        let labels = try await database.write { [clock] in
            try LabelStore.ensure($0, projectID, names: Hardware.allCases.map(\.rawValue), at: clock.now())
        }
        let count = Self.labelled + Self.unlabelled
        for start in stride(from: 0, to: count, by: Self.batch) {
            try Task.checkCancellation()
            try await add(start..<min(count, start + Self.batch), projectID, userID, labels)
            progress(Double(min(count, start + Self.batch)) / Double(count))
        }
    }

    private func add(_ seeds: Range<Int>, _ projectID: ID, _ userID: ID, _ labels: [String: ID]) async throws {
        var arrived: [ArrivedImage] = []
        var truths: [[Scene.Object]] = []
        for seed in seeds {
            let (bytes, objects) = try await executor.run { try Self.draw(seed) }
            let writer = try await intake.stage()
            try await writer.write(bytes)
            arrived.append(try await intake.accept(writer.finish(), filename: "workbench-\(seed + 1).jpg"))
            truths.append(seed < Self.labelled ? objects : [])
        }
        let images = arrived, objects = truths, now = clock.now()
        try await database.write { [intake] connection in
            let added = try intake.add(connection, images, projectID: projectID, userID: userID)
            for (image, objects) in zip(added, objects) where image.duplicateOf == nil && !objects.isEmpty {
                let operations = objects.compactMap { Self.operation($0, labels) }
                _ = try AnnotationEditing.apply(operations, connection, imageID: image.imageID, by: userID, at: now, news: .silent)
                try ImageStore.setStatus(connection, [image.imageID], .done, projectID: projectID, at: now)
            }
        }
    }

    private static func draw(_ seed: Int) throws -> ([UInt8], [Scene.Object]) {
        let scene = Scene(seed: UInt64(seed + 1))
        let pixels = PixelBuffer(width: scene.width, height: scene.height, channels: 3, bytes: scene.pixels)
        return (try ImageEncoder.encode(pixels, as: .jpeg(quality: 88)), scene.objects)
    }

    private static func operation(_ object: Scene.Object, _ labels: [String: ID]) -> AnnotationOperation? {
        guard let label = labels[object.kind.rawValue] else { return nil }
        var operation = AnnotationOperation()
        operation.id = .make()
        operation.labelID = label
        operation.geometry = .box(object.box)
        return operation
    }
}
