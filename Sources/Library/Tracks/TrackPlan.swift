import Core
import Geometry

/// What has to change for the annotations of one track to be what its keyframes say: decided without touching anything.
///
/// Fractions are those of the frames' places in the sequence. A frame on which somebody deleted the object stays without it: its
/// deleted row is a keyframe. What this plan deletes are never keyframes, so the two are told apart.
struct TrackPlan {
    /// A stored annotation of the track, living or deleted.
    struct Row {
        var imageID: ID
        var stored: StoredAnnotation
        var isKeyframe: Bool {
            get { stored.content.track?.isKeyframe == true }
            set { stored.content.track?.isKeyframe = newValue }
        }
    }

    struct Change: Equatable {
        var imageID: ID
        var change: AnnotationPlan.Change
    }

    typealias Frame = (position: Int, imageID: ID)

    /// In the order of the sequence.
    private(set) var changes: [Change] = []

    private let frames: [Frame]
    private var living: [ID: Row]
    private let deleted: [ID: Row]
    private let labelID: ID?

    /// - Parameters:
    ///   - frames: those with a picture, in the order of the sequence. Equal frames share their image.
    ///   - rows: one living row an image at most.
    ///   - labelID: the class of the whole track; nil: as it is.
    ///   - touched: annotations that somebody wrote just now. Before the first keyframe, behind the last and where the object has left
    ///     they become keyframes: nothing that a person wrote is taken away.
    ///   - newID: makes the ids of annotations.
    init(frames: [Frame], rows: [Row], labelID: ID? = nil, touched: Set<ID> = [], newID: () -> ID = { ID.make() }) {
        self.frames = frames
        self.labelID = labelID
        let stored = Dictionary(rows.filter { !$0.stored.isDeleted }.map { ($0.imageID, $0) }, uniquingKeysWith: { first, _ in first })
        living = stored
        // Of several deleted rows of an image, the one by which a person said that the object is not there.
        deleted = Dictionary(rows.filter(\.stored.isDeleted).map { ($0.imageID, $0) }, uniquingKeysWith: { $0.isKeyframe ? $0 : $1 })
        promote(touched)
        let wanted = wanted()
        var seen: Set<ID> = []
        for imageID in frames.map(\.imageID) where seen.insert(imageID).inserted {
            let next = living[imageID].flatMap { $0.isKeyframe ? $0.stored.content : nil } ?? wanted[imageID]
            guard let change = Self.change(from: stored[imageID]?.stored, deleted[imageID]?.stored, to: relabelled(next), newID) else { continue }
            changes.append(Change(imageID: imageID, change: change))
        }
    }

    /// Places in `frames` of keyframes that follow each other and between which there is something.
    private var spans: [(from: Int, to: Int)] {
        let anchors = frames.indices.filter { living[frames[$0].imageID]?.isKeyframe == true }
        return zip(anchors, anchors.dropFirst()).map { (from: $0, to: $1) }.filter {
            living[frames[$0.from].imageID]?.stored.content.track?.ends == false
        }
    }

    private mutating func promote(_ touched: Set<ID>) {
        let spans = spans
        for (index, frame) in frames.enumerated() {
            guard let row = living[frame.imageID], !row.isKeyframe, touched.contains(row.stored.id) else { continue }
            if !spans.contains(where: { $0.from < index && index < $0.to }) { living[frame.imageID]?.isKeyframe = true }
        }
    }

    /// What lies on the images between keyframes.
    private func wanted() -> [ID: AnnotationContent] {
        var wanted: [ID: AnnotationContent] = [:]
        for span in spans {
            guard let from = living[frames[span.from].imageID]?.stored.content, let to = living[frames[span.to].imageID]?.stored.content else {
                continue
            }
            let (first, last) = (frames[span.from].position, frames[span.to].position)
            for frame in frames[(span.from + 1)..<span.to] where wanted[frame.imageID] == nil {
                if living[frame.imageID] == nil, deleted[frame.imageID]?.isKeyframe == true { continue }
                var content = from
                content.track = from.track?.between
                let fraction = Double(frame.position - first) / Double(last - first)
                content.geometry = from.geometry.interpolated(to: to.geometry, at: fraction) ?? from.geometry
                wanted[frame.imageID] = content
            }
        }
        return wanted
    }

    private func relabelled(_ content: AnnotationContent?) -> AnnotationContent? {
        guard var content else { return nil }
        content.labelID = labelID ?? content.labelID
        return content
    }

    private static func change(
        from living: StoredAnnotation?, _ deleted: StoredAnnotation?, to wanted: AnnotationContent?, _ newID: () -> ID
    ) -> AnnotationPlan.Change? {
        switch (living, wanted) {
        case (nil, nil): nil
        case (nil, let wanted?): deleted.map { .restore($0.id, wanted, version: $0.version + 1) } ?? .insert(newID(), wanted)
        case (let living?, nil): .delete(living.id, version: living.version + 1)
        case (let living?, let wanted?): wanted == living.content ? nil : .update(living.id, wanted, version: living.version + 1)
        }
    }
}
