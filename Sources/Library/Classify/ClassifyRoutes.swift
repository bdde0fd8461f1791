import Core
import Database
import Geometry
import HTTPServer

/// Changes of one image's classes.
public struct ClassifyItem: WireInput {
    public var imageID = ID(high: 0, low: 0)
    public var ops: [AnnotationOperation] = []

    public init() {}
    public static let fields = Fields<Self>(
        "ClassifyItem", Field("image_id", \.imageID), Field("ops", \.ops, .count(0...1000), "All are done, or none.")
    ) { item, path, problems in
        for (index, operation) in item.ops.enumerated() {
            if let geometry = operation.geometry, geometry != .image {
                problems.add(path.member("ops").element(index).member("geometry"), "must be {\"type\": \"image\"}: classes alone are given here")
            }
        }
    }
}

public struct ClassifyBody: WireInput {
    public var items: [ClassifyItem] = []

    public init() {}
    public static let fields = Fields<Self>(
        "ClassifyBody", Field("items", \.items, .count(1...500), "Each image by itself.")
    ) { body, path, problems in
        var seen: Set<ID> = []
        for (index, item) in body.items.enumerated() where !seen.insert(item.imageID).inserted {
            problems.add(path.member("items").element(index).member("image_id"), "is named twice")
        }
    }
}

/// What became of one image: its classes as they now are, or why nothing was done to it.
public struct ClassifyOutcome: WireObject {
    public var imageID: ID
    public var status: Int
    public var detail: String?
    public var annotations: [Annotation]

    public static let fields = Fields<Self>(
        "ClassifyOutcome", Field("image_id", \.imageID), Field("status", \.status, "200, 404, 409 or 422."),
        Field("detail", \.detail, "Why nothing was done."),
        Field("annotations", \.annotations, "The classes of the image, as they now are."))
}

public struct ClassifyAnswer: WireObject {
    public var items: [ClassifyOutcome]
    public static let fields = Fields<Self>("ClassifyAnswer", Field("items", \.items))
}

/// `POST /api/projects/{project_id}/classify`: classes of many images in one request, each image all or nothing.
struct ClassifyRoutes: Sendable {
    let database: Database
    let clock: WallClock
    let news: ImageNews

    var routes: [Route] {
        [
            .post(
                "/api/projects/{project_id}/classify", "Give classes to many images and take them, each image all or nothing",
                tag: "Annotations", access: .project(.annotator), body: ClassifyBody.self, answer: ClassifyAnswer.self
            ) { call, body in
                let projectID = try call.id("project_id"), userID = try call.userID, now = clock.now()
                // In the order of ids, so that two requests never wait for each other in a circle.
                let items = body.items.sorted { $0.imageID < $1.imageID }
                return try await database.write { connection in
                    let isMulti = try ClassMode.isMulti(connection, projectID)
                    return ClassifyAnswer(
                        items: try items.map { try outcome(connection, $0, projectID, isMulti: isMulti, by: userID, at: now) })
                }
            }
        ]
    }

    private func outcome(
        _ connection: Connection, _ item: ClassifyItem, _ projectID: ID, isMulti: Bool, by userID: ID, at now: Timestamp
    ) throws -> ClassifyOutcome {
        var outcome = ClassifyOutcome(imageID: item.imageID, status: 200, detail: nil, annotations: [])
        do {
            try connection.savepoint { try apply(connection, item, projectID, isMulti: isMulti, by: userID, at: now) }
        } catch let error as FoveaError {
            switch error.kind {
            case .notFound: outcome.status = 404
            case .conflict: outcome.status = 409
            case .invalid: outcome.status = 422
            default: throw error
            }
            outcome.detail = error.message
        }
        if outcome.status != 404 { outcome.annotations = try AnnotationStore.classes(connection, of: [item.imageID])[item.imageID] ?? [] }
        return outcome
    }

    private func apply(
        _ connection: Connection, _ item: ClassifyItem, _ projectID: ID, isMulti: Bool, by userID: ID, at now: Timestamp
    ) throws {
        let isHere = try connection.exists("SELECT 1 FROM images WHERE id = $1 AND project_id = $2", item.imageID, projectID)
        guard isHere else { throw FoveaError.notFound("The image") }
        let named = try AnnotationStore.byID(connection, item.ops.map(\.id))
        guard try named.allSatisfy({ try Geometry(text: $0.geometry.text) == .image }) else {
            throw FoveaError.invalid("ops", "must name classes of the whole image, not objects on it")
        }
        _ = try AnnotationEditing.apply(item.ops, connection, imageID: item.imageID, by: userID, at: now, news: news)
        guard !isMulti else { return }
        // Two people at once, each with a class of their own: the second hears of the first.
        let classes = try AnnotationStore.classes(connection, of: [item.imageID])[item.imageID] ?? []
        guard classes.count <= 1 else {
            throw FoveaError(.conflict, "The image has a class already, and this project gives each image one. Nothing was written.")
        }
    }
}
