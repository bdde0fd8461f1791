/// Greedy suppression as Ultralytics does it over torchvision: best score first (equal scores in the model's order), boxes of
/// each class moved apart by 7,680 pixels a class, and 32-bit arithmetic, whose rounding far from the origin decides close calls.
enum NonMaximumSuppression {
    /// Proposals beyond this number, the lowest scores, are left out before suppression.
    static let proposalLimit = 30_000
    private static let classDistance: Float = 7680

    static func run(_ candidates: [Candidate], _ thresholds: DetectionThresholds) -> [Candidate] {
        var order = Array(candidates.indices)
        order.sort { a, b in
            let (x, y) = (candidates[a].confidence, candidates[b].confidence)
            return x != y ? x > y : a < b
        }
        if order.count > proposalLimit { order.removeLast(order.count - proposalLimit) }

        let boxes = order.map { moved(candidates[$0], thresholds) }
        let areas = boxes.map { ($0.z - $0.x) * ($0.w - $0.y) }
        let classes = order.map { thresholds.classAgnostic ? 0 : candidates[$0].classIndex }
        var suppressed = [Bool](repeating: false, count: order.count)
        var kept: [Candidate] = []
        for index in order.indices where !suppressed[index] {
            kept.append(candidates[order[index]])
            if kept.count == thresholds.maximum { break }
            let (box, area, group) = (boxes[index], areas[index], classes[index])
            for other in (index + 1)..<max(order.count, index + 1) where classes[other] == group && !suppressed[other] {
                let rival = boxes[other]
                let width = max(0, min(box.z, rival.z) - max(box.x, rival.x))
                let height = max(0, min(box.w, rival.w) - max(box.y, rival.y))
                let shared = width * height
                if shared / (area + areas[other] - shared) > thresholds.iou { suppressed[other] = true }
            }
        }
        return kept
    }

    private static func moved(_ candidate: Candidate, _ thresholds: DetectionThresholds) -> SIMD4<Float> {
        let offset = thresholds.classAgnostic ? 0 : Float(candidate.classIndex) * classDistance
        return SIMD4(candidate.left + offset, candidate.top + offset, candidate.right + offset, candidate.bottom + offset)
    }
}
