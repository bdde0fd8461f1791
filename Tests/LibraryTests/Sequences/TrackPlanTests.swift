import Core
import Geometry
import Testing

@testable import Library

/// What a track's keyframes make of the frames between them, decided without a database.
@Suite struct TrackPlanTests {
    let track = ID.make(), sequence = ID.make(), label = ID.make(), other = ID.make()
    let images = (0..<11).map { _ in ID.make() }

    private var frames: [TrackPlan.Frame] { images.enumerated().map { (position: $0.offset, imageID: $0.element) } }

    private func content(_ x: Double, key: Bool, ends: Bool = false, label: ID? = nil) -> AnnotationContent {
        AnnotationContent(
            labelID: label ?? self.label, geometry: .box(Box(x: x, y: 0, width: 10, height: 10)), confidence: nil, isPrediction: false,
            attributes: [:], track: TrackPlace(id: track, sequenceID: sequence, isKeyframe: key, ends: ends))
    }

    private func row(_ frame: Int, _ x: Double, key: Bool = true, ends: Bool = false, deleted: Bool = false, label: ID? = nil) -> TrackPlan.Row {
        .init(
            imageID: images[frame],
            stored: StoredAnnotation(
                id: images[frame], content: content(x, key: key, ends: ends, label: label), version: 1, isDeleted: deleted))
    }

    /// The left edges after the plan, by frame; nil: not there.
    private func edges(_ rows: [TrackPlan.Row], _ plan: TrackPlan, frames: [TrackPlan.Frame]? = nil) -> [Double?] {
        var now = Dictionary(rows.filter { !$0.stored.isDeleted }.map { ($0.imageID, $0.stored.content) }, uniquingKeysWith: { $1 })
        for change in plan.changes {
            switch change.change {
            case .insert(_, let content), .update(_, let content, _), .restore(_, let content, _): now[change.imageID] = content
            case .delete: now[change.imageID] = nil
            }
        }
        return (frames ?? self.frames).map { frame in now[frame.imageID].flatMap(\.geometry.boundingBox?.x) }
    }

    @Test func betweenTwoKeyframesLiesAStraightLine() {
        let rows = [row(0, 0), row(10, 100)]
        let plan = TrackPlan(frames: frames, rows: rows)
        #expect(edges(rows, plan) == (0...10).map { Double($0) * 10 })
        #expect(plan.changes.count == 9)
        for change in plan.changes {
            guard case .insert(_, let content) = change.change else { Issue.record("no insert"); continue }
            #expect(content.track == TrackPlace(id: track, sequenceID: sequence, isKeyframe: false, ends: false))
        }
        // Once made there is nothing left to do.
        let made =
            rows
            + plan.changes.compactMap { change in
                guard case .insert(let id, let content) = change.change else { return nil }
                return TrackPlan.Row(imageID: change.imageID, stored: StoredAnnotation(id: id, content: content, version: 1, isDeleted: false))
            }
        #expect(TrackPlan(frames: frames, rows: made).changes.isEmpty)
    }

    @Test func anInterpolatedOneThatBecomesAKeyframeBendsTheLine() {
        let rows = [row(0, 0), row(5, 100), row(10, 100)] + [1, 2, 3, 4, 6, 7, 8, 9].map { row($0, Double($0) * 10, key: false) }
        #expect(edges(rows, TrackPlan(frames: frames, rows: rows)) == [0, 20, 40, 60, 80, 100, 100, 100, 100, 100, 100])
    }

    @Test func withoutItsLastKeyframeTheTrackIsShorter() {
        let rows = [row(0, 0), row(4, 40), row(10, 100, deleted: true)] + [5, 6, 7].map { row($0, Double($0) * 10, key: false) }
        let plan = TrackPlan(frames: frames, rows: rows)
        #expect(edges(rows, plan) == [0, 10, 20, 30, 40, nil, nil, nil, nil, nil, nil])
    }

    @Test func anObjectThatLeavesIsAwayUntilItsNextKeyframe() {
        let rows = [row(0, 0), row(3, 30, ends: true), row(8, 80), row(10, 100), row(5, 50, key: false)]
        #expect(edges(rows, TrackPlan(frames: frames, rows: rows)) == [0, 10, 20, 30, nil, nil, nil, nil, 80, 90, 100])
    }

    @Test func whatAPersonDeletedStaysAwayAndWhatThePlanDeletedComesBack() {
        let rows = [row(0, 0), row(4, 40, deleted: true), row(6, 77, key: false, deleted: true), row(10, 100)]
        let plan = TrackPlan(frames: frames, rows: rows)
        #expect(edges(rows, plan) == [0, 10, 20, 30, nil, 50, 60, 70, 80, 90, 100])
        // It comes back under its own id.
        let back = plan.changes.first { $0.imageID == images[6] }
        guard case .restore(images[6], _, version: 2) = back?.change else { Issue.record("\(String(describing: back))"); return }
    }

    @Test func whatAPersonWroteOutsideOfTheSpanBecomesAKeyframe() {
        let rows = [row(0, 0), row(4, 40), row(8, 90, key: false)]
        #expect(edges(rows, TrackPlan(frames: frames, rows: rows))[8] == nil)
        let plan = TrackPlan(frames: frames, rows: rows, touched: [images[8]])
        #expect(edges(rows, plan) == [0, 10, 20, 30, 40, 52.5, 65, 77.5, 90, nil, nil])
        // So the only keyframe of a track cannot be made none.
        let lone = [row(4, 40, key: false)]
        guard case .update(_, let content, _) = TrackPlan(frames: frames, rows: lone, touched: [images[4]]).changes.first?.change else {
            Issue.record("no update")
            return
        }
        #expect(content.track?.isKeyframe == true)
    }

    @Test func aTrackHasOneLabel() {
        let rows = [row(0, 0), row(1, 5, key: false), row(2, 10, label: other)]
        let plan = TrackPlan(frames: frames, rows: rows, labelID: other)
        #expect(plan.changes.count == 2)
        for change in plan.changes {
            guard case .update(_, let content, _) = change.change else { Issue.record("no update"); continue }
            #expect(content.labelID == other)
        }
    }

    @Test func masksAreHeld() throws {
        var from = row(0, 0), to = row(4, 0)
        from.stored.content.geometry = .mask(Mask(height: 2, width: 2, counts: "04"))
        to.stored.content.geometry = .mask(Mask(height: 2, width: 2, counts: "13"))
        let plan = TrackPlan(frames: frames, rows: [from, to])
        #expect(plan.changes.count == 3)
        for change in plan.changes {
            guard case .insert(_, let content) = change.change else { Issue.record("no insert"); continue }
            #expect(content.geometry == from.stored.content.geometry)
        }
    }

    /// Frames 2 to 4 look alike, and frame 9 looks like frame 1: they are one image each.
    @Test func equalFramesShareTheirShape() {
        let shared = [0, 1, 2, 2, 2, 5, 6, 7, 8, 1, 10].enumerated().map { (position: $0.offset, imageID: images[$0.element]) }
        let rows = [row(0, 0), row(10, 100)]
        #expect(edges(rows, TrackPlan(frames: shared, rows: rows), frames: shared) == [0, 10, 20, 20, 20, 50, 60, 70, 80, 10, 100])
        // A keyframe on such an image holds at all of its places.
        let keyed = [row(0, 0), row(2, 20), row(10, 90)]
        #expect(edges(keyed, TrackPlan(frames: shared, rows: keyed), frames: shared) == [0, 10, 20, 20, 20, 31.667, 43.333, 55, 66.667, 10, 90])
    }

    /// Images in the bin are passed over; the places of the others count.
    @Test func framesMayBeMissing() {
        let some = frames.filter { ![1, 2, 5].contains($0.position) }
        let rows = [row(0, 0), row(10, 100)]
        #expect(edges(rows, TrackPlan(frames: some, rows: rows), frames: some) == [0, 30, 40, 60, 70, 80, 90, 100])
    }
}
