import Core
import Geometry
import Testing

@testable import Library

/// What a set of operations does, decided without a database.
@Suite struct AnnotationPlanTests {
    let label = ID.make(), other = ID.make(), id = ID.make()
    let box = Geometry.box(Box(x: 1, y: 2, width: 3, height: 4))
    let moved = Geometry.box(Box(x: 5, y: 2, width: 3, height: 4))

    func operation(_ action: AnnotationOperation.Action, geometry: Geometry? = nil, version: Int? = nil) -> AnnotationOperation {
        var operation = AnnotationOperation()
        operation.action = action
        operation.id = id
        operation.labelID = action == .create ? label : nil
        operation.geometry = geometry
        operation.version = version
        return operation
    }

    func stored(_ geometry: Geometry, version: Int, deleted: Bool = false) -> [ID: StoredAnnotation] {
        let content = AnnotationContent(labelID: label, geometry: geometry, confidence: nil, isPrediction: false, attributes: [:])
        return [id: StoredAnnotation(id: id, content: content, version: version, isDeleted: deleted)]
    }

    @Test func createsOnceHoweverOftenSent() {
        let create = operation(.create, geometry: box)
        #expect(AnnotationPlan([create], stored: [:]).changes.count == 1)
        #expect(AnnotationPlan([create], stored: stored(box, version: 1)) == AnnotationPlan([], stored: [:]))
    }

    @Test func aReplayedCreateDoesNotUndoWhatOthersDidSince() {
        let plan = AnnotationPlan([operation(.create, geometry: box)], stored: stored(moved, version: 2))
        #expect(plan.changes.isEmpty && plan.conflicts.isEmpty)
    }

    @Test func theSameIdWithOtherContentIsAConflict() {
        #expect(AnnotationPlan([operation(.create, geometry: box)], stored: stored(moved, version: 1)).conflicts == [id])
    }

    @Test func staleVersionsConflictAndNothingElseIsPlannedToHappen() {
        let plan = AnnotationPlan([operation(.update, geometry: moved, version: 1)], stored: stored(box, version: 2))
        #expect(plan.conflicts == [id])
        #expect(AnnotationPlan([operation(.delete, version: 1)], stored: stored(box, version: 2)).conflicts == [id])
    }

    @Test func anUpdateEqualToWhatIsStoredIsNothing() {
        let plan = AnnotationPlan([operation(.update, geometry: box, version: 1)], stored: stored(box, version: 2))
        #expect(plan.changes.isEmpty && plan.conflicts.isEmpty)
    }

    @Test func updateOfWhatIsGoneConflicts() {
        #expect(AnnotationPlan([operation(.update, geometry: box, version: 1)], stored: [:]).conflicts == [id])
        let deleted = stored(box, version: 2, deleted: true)
        #expect(AnnotationPlan([operation(.update, geometry: moved, version: 2)], stored: deleted).conflicts == [id])
    }

    @Test func deletingTwiceIsDeletingOnce() {
        #expect(AnnotationPlan([operation(.delete, version: 1)], stored: stored(box, version: 1)).changes == [.delete(id, version: 2)])
        let gone = AnnotationPlan([operation(.delete, version: 1)], stored: stored(box, version: 2, deleted: true))
        #expect(gone.changes.isEmpty && gone.conflicts.isEmpty)
    }

    @Test func aDeletedAnnotationComesBackOnlyToWhoKnowsOfItsDeletion() {
        let deleted = stored(box, version: 2, deleted: true)
        #expect(AnnotationPlan([operation(.create, geometry: box)], stored: deleted).conflicts == [id])
        let plan = AnnotationPlan([operation(.create, geometry: box, version: 2)], stored: deleted)
        guard case .restore(_, _, version: 3)? = plan.changes.first else { Issue.record("not restored: \(plan)"); return }
    }

    @Test func confidenceCanBeClearedAndLeftAlone() {
        var before = stored(box, version: 1)
        before[id]?.content.confidence = 0.5
        var clear = operation(.update, version: 1)
        clear.confidence = .null
        guard case .update(_, let content, _)? = AnnotationPlan([clear], stored: before).changes.first else {
            Issue.record("nothing changed")
            return
        }
        #expect(content.confidence == nil)
        #expect(AnnotationPlan([operation(.update, version: 1)], stored: before).changes.isEmpty)
    }
}
