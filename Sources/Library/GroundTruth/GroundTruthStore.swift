import Agreement
import Core
import Database
import Geometry

/// An image whose annotations, as they were when it was marked, are held for true.
public struct GroundTruthImage: WireObject {
    public var imageID: ID
    public var filename: String
    public var annotationCount: Int
    public var checkCount: Int
    public var markedAt: Timestamp

    public static let fields = Fields<Self>(
        "GroundTruthImage",
        Field("image_id", \.imageID), Field("filename", \.filename), Field("annotation_count", \.annotationCount),
        Field("check_count", \.checkCount, "How many people have labelled it blind."), Field("marked_at", \.markedAt))
}

/// How near one person's blind layers come to the ground truth.
public struct GroundTruthScore: WireObject {
    public var userID: ID
    public var username: String
    public var images: Int
    public var precision: Double?
    public var recall: Double?
    public var f1: Double?
    public var meanIoU: Double?
    public var classAccuracy: Double?

    public static let fields = Fields<Self>(
        "GroundTruthScore",
        Field("user_id", \.userID), Field("username", \.username), Field("images", \.images, "Labelled blind and finished."),
        Field("precision", \.precision), Field("recall", \.recall),
        Field("f1", \.f1, "At an intersection over union of 0.5, with the right label."), Field("mean_iou", \.meanIoU),
        Field("class_accuracy", \.classAccuracy, "Of the things found, the share with the right name."))
}

/// SQL of the ground truth: the truth itself is a layer of its own (`truth`), what people make of it others (`check`).
enum GroundTruthStore {
    static func page(_ connection: Connection, _ projectID: ID, before: ID?, limit: Int) throws -> [(layer: ID, image: GroundTruthImage)] {
        try connection.query(
            """
            SELECT t.id, i.id, i.filename, t.annotation_count,
            (SELECT count(*) FROM layers c WHERE c.image_id = t.image_id AND c.kind = 'check' AND c.status = 'DONE'), t.created_at
            FROM layers t JOIN images i ON i.id = t.image_id
            WHERE t.project_id = $1 AND t.kind = 'truth' AND i.deleted_at IS NULL AND t.id < $2 ORDER BY t.id DESC LIMIT $3
            """, projectID, before ?? ID(high: .max, low: .max), limit
        ) { row in
            let image = GroundTruthImage(
                imageID: try row.id(1), filename: try row.text(2), annotationCount: try row.int(3), checkCount: try row.int(4),
                markedAt: try row.time(5))
            return (layer: try row.id(0), image: image)
        }
    }

    /// Takes the images' annotations, predictions left out, as they now are for true; a truth that is there is replaced.
    static func mark(_ connection: Connection, _ projectID: ID, _ imageIDs: [ID], by userID: ID, at now: Timestamp) throws {
        try remove(connection, projectID, imageIDs)
        let isNamed = connection.dialect.contains("image_id", "$1", .idList)
        let annotations = try connection.query(
            "SELECT \(AnnotationStore.columns) FROM annotations WHERE \(isNamed) AND deleted_at IS NULL AND is_prediction = 0", imageIDs,
            map: AnnotationStore.read)
        let ofImage = Dictionary(grouping: annotations, by: \.imageID)
        let layers = imageIDs.map { image in
            LayerStore.New(
                id: .make(at: now), imageID: image, userID: userID, setID: nil, kind: .truth, status: .done,
                annotationCount: ofImage[image]?.count ?? 0)
        }
        try LayerStore.insert(connection, layers, projectID: projectID, at: now)
        let rows = try layers.flatMap { layer in
            try (ofImage[layer.imageID] ?? []).map { annotation -> [SQLValue] in
                var copy = annotation
                copy.id = .make(at: now)
                // Layers have no tracks.
                copy.track = nil
                return AnnotationStore.insertValues(copy, try StoredAnnotation(copy).content) + [.id(layer.id)]
            }
        }
        try connection.copyIn("layer_annotations", columns: AnnotationStore.insertColumns + ["layer_id"], rows: rows)
    }

    static func remove(_ connection: Connection, _ projectID: ID, _ imageIDs: [ID]) throws {
        try connection.execute(
            "DELETE FROM layers WHERE kind = 'truth' AND project_id = $2 AND \(connection.dialect.contains("image_id", "$1", .idList))",
            imageIDs, projectID)
    }

    /// One blind layer beside the truth.
    struct Pair: Sendable {
        var userID: ID
        var username: String
        var size: PixelSize
        var truth: [LabelledShape] = []
        var said: [LabelledShape] = []
    }

    static func pairs(_ connection: Connection, _ projectID: ID) throws -> [Pair] {
        var pairs: [Pair] = []
        var truths: [ID: [Int]] = [:], checks: [ID: Int] = [:]
        try connection.forEach(
            """
            SELECT c.id, t.id, c.user_id, u.username, i.width, i.height FROM layers c
            JOIN layers t ON t.image_id = c.image_id AND t.kind = 'truth' JOIN images i ON i.id = c.image_id JOIN users u ON u.id = c.user_id
            WHERE c.project_id = $1 AND c.kind = 'check' AND c.status = 'DONE' AND i.deleted_at IS NULL ORDER BY u.username, c.id
            """, projectID
        ) { row in
            checks[try row.id(0)] = pairs.count
            truths[try row.id(1), default: []].append(pairs.count)
            let size = PixelSize(width: try row.int(4), height: try row.int(5))
            pairs.append(Pair(userID: try row.id(2), username: try row.text(3), size: size))
        }
        try connection.forEach(
            """
            SELECT a.layer_id, a.label_id, a.geometry FROM layers l JOIN layer_annotations a ON a.layer_id = l.id
            WHERE l.project_id = $1 AND l.kind IN ('check', 'truth') AND l.status = 'DONE' AND a.deleted_at IS NULL
            """, projectID
        ) { row in
            let layer = try row.id(0)
            let shape = LabelledShape(label: try row.id(1), geometry: try Geometry(text: try row.text(2)))
            if let place = checks[layer] { pairs[place].said.append(shape) }
            for place in truths[layer] ?? [] { pairs[place].truth.append(shape) }
        }
        return pairs
    }
}

extension GroundTruthScore {
    /// By person, in the order in which they come.
    static func scores(_ pairs: [GroundTruthStore.Pair]) -> [GroundTruthScore] {
        var sums: [ID: (username: String, comparison: PairComparison, images: Int)] = [:]
        for pair in pairs {
            sums[pair.userID, default: (pair.username, PairComparison(), 0)].comparison += PairComparison(pair.truth, pair.said, size: pair.size)
            sums[pair.userID]?.images += 1
        }
        return sums.map { id, sum in
            let total = sum.comparison.total
            return GroundTruthScore(
                userID: id, username: sum.username, images: sum.images, precision: total.precision, recall: total.recall, f1: total.f1,
                meanIoU: total.meanIoU, classAccuracy: sum.comparison.classAccuracy)
        }.sorted { ($0.username, $0.userID) < ($1.username, $1.userID) }
    }
}
