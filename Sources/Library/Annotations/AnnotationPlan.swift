import Core
import Geometry

/// What a stored annotation says, without the columns that follow from it.
struct AnnotationContent: Sendable, Equatable {
    var labelID: ID
    var geometry: Geometry
    var confidence: Double?
    var isPrediction: Bool
    var attributes: JSON
    var zOrder = 0
    var track: TrackPlace?
}

/// A stored annotation as the plan needs it.
struct StoredAnnotation: Sendable, Equatable {
    var id: ID
    var content: AnnotationContent
    var version: Int
    var isDeleted: Bool
}

/// What a set of operations does to the annotations of one image: decided without touching anything, so that "all or
/// nothing", replays and conflicts can be tested without a database.
struct AnnotationPlan: Sendable, Equatable {
    enum Change: Sendable, Equatable {
        case insert(ID, AnnotationContent)
        case update(ID, AnnotationContent, version: Int)
        case delete(ID, version: Int)
        /// A deleted annotation comes back.
        case restore(ID, AnnotationContent, version: Int)
    }

    var changes: [Change] = []
    /// Ids whose state is not what the client believes. When there is one, nothing is done.
    var conflicts: [ID] = []

    /// Operations that change nothing (replays) leave no trace. `stored` holds the annotations of this image that the
    /// operations name; ids that exist on other images are the caller's to refuse.
    init(_ operations: [AnnotationOperation], stored: [ID: StoredAnnotation]) {
        for operation in operations {
            let current = stored[operation.id]
            switch operation.action {
            case .create: create(operation, current)
            case .update: update(operation, current)
            case .delete: delete(operation, current)
            }
        }
    }

    private mutating func create(_ operation: AnnotationOperation, _ current: StoredAnnotation?) {
        guard let labelID = operation.labelID, let geometry = operation.geometry else { return }
        let content = AnnotationContent(
            labelID: labelID, geometry: geometry, confidence: operation.confidence.applied(to: nil),
            isPrediction: operation.isPrediction ?? false, attributes: operation.attributes ?? [:],
            zOrder: operation.zOrder ?? 0, track: operation.track.applied(to: nil))
        guard let current else { return changes.append(.insert(operation.id, content)) }
        if current.isDeleted {
            // Undoing a delete: the client proves by the version that it knows of the deletion. Without it this is a late
            // replay, and bringing the annotation back would undo somebody's work.
            if operation.version == current.version {
                changes.append(.restore(operation.id, content, version: current.version + 1))
            } else {
                conflicts.append(operation.id)
            }
        } else if current.version == 1 && current.content != content {
            conflicts.append(operation.id)
        }
    }

    private mutating func update(_ operation: AnnotationOperation, _ current: StoredAnnotation?) {
        guard let current, !current.isDeleted else { return conflicts.append(operation.id) }
        var content = current.content
        if let labelID = operation.labelID { content.labelID = labelID }
        if let geometry = operation.geometry { content.geometry = geometry }
        if let isPrediction = operation.isPrediction { content.isPrediction = isPrediction }
        if let attributes = operation.attributes { content.attributes = attributes }
        if let zOrder = operation.zOrder { content.zOrder = zOrder }
        content.confidence = operation.confidence.applied(to: content.confidence)
        if !operation.track.isAbsent {
            content.track = operation.track.applied(to: nil)
        } else if content != current.content {
            // Whoever changes what was interpolated says where the object is.
            content.track?.isKeyframe = true
        }
        guard content != current.content else { return }
        guard operation.version == current.version else { return conflicts.append(operation.id) }
        changes.append(.update(operation.id, content, version: current.version + 1))
    }

    private mutating func delete(_ operation: AnnotationOperation, _ current: StoredAnnotation?) {
        guard let current else { return conflicts.append(operation.id) }
        if current.isDeleted { return }
        guard operation.version == current.version else { return conflicts.append(operation.id) }
        changes.append(.delete(operation.id, version: current.version + 1))
    }
}
