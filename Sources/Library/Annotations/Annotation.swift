import Core
import Geometry

/// A label on an image with a geometry in upright pixels.
public struct Annotation: WireObject {
    public var id: ID
    public var imageID: ID
    public var labelID: ID
    public var geometry: RawJSON
    public var confidence: Double?
    public var isPrediction: Bool
    public var attributes: RawJSON
    public var zOrder: Int
    public var track: TrackPlace?
    public var version: Int
    public var createdBy: ID?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    public var deletedAt: Timestamp?

    public static let fields = Fields<Self>(
        "Annotation",
        Field("id", \.id),
        Field("image_id", \.imageID),
        Field("label_id", \.labelID),
        Field("geometry", \.geometry),
        Field("confidence", \.confidence),
        Field("is_prediction", \.isPrediction),
        Field("attributes", \.attributes),
        Field("z_order", \.zOrder, "Higher lies on top; among equals the one made later."),
        Field("track", \.track, "The same object on other frames of a sequence; null: it is on this image alone."),
        Field("version", \.version, "Starts at 1 and grows with each change."),
        Field("created_by", \.createdBy),
        Field("created_at", \.createdAt),
        Field("updated_at", \.updatedAt),
        Field("deleted_at", \.deletedAt))
}

/// One change that a client asks for.
public struct AnnotationOperation: WireInput {
    public enum Action: String, WireEnum { case create, update, delete }
    public var action = Action.create
    public var id = ID(high: 0, low: 0)
    public var labelID: ID?
    public var geometry: Geometry?
    public var confidence = Nullable<Double>.absent
    public var isPrediction: Bool?
    public var attributes: JSON?
    public var zOrder: Int?
    public var track = Nullable<TrackPlace>.absent
    public var version: Int?

    public init() {}
    public static let fields = Fields<Self>(
        "AnnotationOperation",
        Field("action", \.action),
        Field("id", \.id, "Made by the client, so that sending twice does no harm."),
        Field("label_id", \.labelID),
        Field("geometry", \.geometry),
        Field("confidence", \.confidence, .range(0...1)),
        Field("is_prediction", \.isPrediction),
        Field("attributes", \.attributes, .isObject, .encodedSize(atMost: 16_384), optional: true),
        Field("z_order", \.zOrder, .range(-1e9...1e9), "Place in the stack of the image: 0 unless told."),
        Field(
            "track", \.track,
            "Makes it part of a track, or with null of none. A change of an interpolated annotation that says nothing here makes it a keyframe.",
            optional: true),
        Field("version", \.version, .range(1...1e9), "The version that the client saw: needed to update and to delete.")
    ) { operation, path, problems in
        switch operation.action {
        case .create:
            if operation.labelID == nil { problems.add(path.member("label_id"), "is required to create") }
            if operation.geometry == nil { problems.add(path.member("geometry"), "is required to create") }
        case .update, .delete:
            if operation.version == nil { problems.add(path.member("version"), "is required to \(operation.action.rawValue)") }
        }
    }
}

public struct AnnotationPatch: WireInput {
    public var ops: [AnnotationOperation] = []

    public init() {}
    public static let fields = Fields<Self>(
        "AnnotationPatch", Field("ops", \.ops, .count(0...10_000), "All are done, or none.")
    ) { patch, path, problems in
        var seen: Set<ID> = []
        for (index, operation) in patch.ops.enumerated() where !seen.insert(operation.id).inserted {
            problems.add(path.member("ops").element(index).member("id"), "is named twice")
        }
    }
}

public struct AnnotationsAnswer: WireObject {
    public var annotations: [Annotation]
    public static let fields = Fields<Self>("AnnotationsAnswer", Field("annotations", \.annotations))
}

extension Geometry: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Geometry? {
        do {
            return try Geometry(json: json, field: path.text)
        } catch let error as FoveaError {
            for field in error.fields { problems.add(path, named: field) }
        } catch {
            problems.add(path, "is no geometry")
        }
        return nil
    }

    public func encode(to writer: inout JSONWriter) { write(to: &writer) }

    public static func schema(_ registry: inout SchemaRegistry) -> JSON {
        registry.component("Geometry", Geometry.self) { _ in GeometrySchema.json }
    }
}

extension Problems {
    /// A problem that another reader found under `path` and named in full.
    mutating func add(_ path: FieldPath, named field: FoveaError.Field) {
        let prefix = path.text
        let rest = field.field.hasPrefix(prefix + ".") ? String(field.field.dropFirst(prefix.count + 1)) : ""
        add(rest.isEmpty ? path : path.member(rest), field.message)
    }
}
