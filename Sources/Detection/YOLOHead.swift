/// The output of Ultralytics' YOLO v8 and 11 detection heads (and of those for masks and keypoints, whose further channels
/// come after the classes): channels by anchors, the channels being centre x, centre y, width, height in input pixels, then one
/// score a class, already 0...1.
public struct YOLOHead: Sendable, Equatable {
    public let classCount: Int
    public let anchorCount: Int
    /// 4 + classes + further ones.
    public let channelCount: Int

    public init(classCount: Int, anchorCount: Int, channelCount: Int) {
        precondition(channelCount >= 4 + classCount && classCount > 0)
        self.classCount = classCount
        self.anchorCount = anchorCount
        self.channelCount = channelCount
    }

    /// Proposals whose best class scores higher than `threshold`, in the model's order.
    ///
    /// - Parameter values: `channelCount * anchorCount` numbers of one picture.
    func candidates(_ values: UnsafeBufferPointer<Float>, above threshold: Float) -> [Candidate] {
        precondition(values.count == channelCount * anchorCount)
        let count = anchorCount
        var found: [Candidate] = []
        // Class by class along the anchors: memory is read in order and the comparison vectorises.
        withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { best in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { winner in
                best.initialize(repeating: -.infinity)
                winner.initialize(repeating: 0)
                guard let base = values.baseAddress, let best = best.baseAddress, let winner = winner.baseAddress else { return }
                for index in 0..<classCount {
                    let scores = base + (4 + index) * count
                    let number = Int32(truncatingIfNeeded: index)
                    for anchor in 0..<count {
                        let better = scores[anchor] > best[anchor]
                        best[anchor] = better ? scores[anchor] : best[anchor]
                        winner[anchor] = better ? number : winner[anchor]
                    }
                }
                for anchor in 0..<count where best[anchor] > threshold {
                    let (x, y) = (base[anchor], base[count + anchor])
                    let (halfWidth, halfHeight) = (base[2 * count + anchor] / 2, base[3 * count + anchor] / 2)
                    found.append(
                        Candidate(
                            left: x - halfWidth, top: y - halfHeight, right: x + halfWidth, bottom: y + halfHeight,
                            confidence: best[anchor], classIndex: Int(winner[anchor]), anchor: anchor))
                }
            }
        }
        return found
    }

    /// What is found in one picture, best first.
    public func detections(
        _ values: UnsafeBufferPointer<Float>, _ letterbox: Letterbox, _ thresholds: DetectionThresholds
    ) -> [Detection] {
        let kept = NonMaximumSuppression.run(candidates(values, above: thresholds.confidence), thresholds)
        return kept.map { $0.detection(letterbox) }
    }
}

/// The output of heads that need no suppression (YOLO v10, 26): rows of left, top, right, bottom, score, class, best first.
public struct EndToEndHead: Sendable, Equatable {
    public let rowCount: Int

    public init(rowCount: Int) { self.rowCount = rowCount }

    public func detections(
        _ values: UnsafeBufferPointer<Float>, _ letterbox: Letterbox, _ thresholds: DetectionThresholds
    ) -> [Detection] {
        precondition(values.count == rowCount * 6)
        var found: [Detection] = []
        for row in 0..<rowCount where values[row * 6 + 4] > thresholds.confidence && found.count < thresholds.maximum {
            let at = row * 6
            let number = values[at + 5]
            guard number.isFinite, number >= 0, number < 1_000_000 else { continue }
            found.append(
                Candidate(
                    left: values[at], top: values[at + 1], right: values[at + 2], bottom: values[at + 3],
                    confidence: values[at + 4], classIndex: Int(number), anchor: row
                ).detection(letterbox))
        }
        return found
    }
}

extension Candidate {
    func detection(_ letterbox: Letterbox) -> Detection {
        Detection(
            classIndex: classIndex, confidence: confidence,
            box: letterbox.toSource(left: left, top: top, right: right, bottom: bottom))
    }
}
