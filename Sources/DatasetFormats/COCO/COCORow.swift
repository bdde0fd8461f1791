import Core

/// One element of a section while it is read; used again for the next.
struct COCORow {
    var id = COCOKey.none
    var imageID = COCOKey.none
    var categoryID = COCOKey.none
    var fileName: String?
    var name: String?
    var width = 0.0
    var height = 0.0
    var isCrowd = false
    var score = Double.nan
    var box = (0.0, 0.0, 0.0, 0.0)
    /// How many numbers the box has.
    var boxCount = 0
    /// Rings and keypoints, as they come.
    var pack = COCOPack()
    /// Run lengths, whose members stand in any order.
    var size: [Double] = []
    var counts: [Double] = []
    var compressed: [UInt8] = []
    var attributes: JSON?
    /// A category's.
    var keypointNames: [String] = []
    var edges: [[Double]] = []
    /// Of a panoptic annotation; nil for others.
    var segments: [Segment]?

    struct Segment {
        var id: Double?
        var categoryID = COCOKey.none
        var isCrowd = false
    }

    /// Only what was set: this is asked for each row.
    mutating func clear() {
        id = .none
        imageID = .none
        categoryID = .none
        fileName = nil
        name = nil
        (width, height, isCrowd, score, boxCount) = (0, 0, false, .nan, 0)
        pack.removeAll()
        if !size.isEmpty { size.removeAll(keepingCapacity: true) }
        if !counts.isEmpty { counts.removeAll(keepingCapacity: true) }
        if !compressed.isEmpty { compressed.removeAll(keepingCapacity: true) }
        attributes = nil
        if !keypointNames.isEmpty { keypointNames = [] }
        if !edges.isEmpty { edges = [] }
        segments = nil
    }

    mutating func addToBox(_ value: Double) {
        switch boxCount {
        case 0: box.0 = value
        case 1: box.1 = value
        case 2: box.2 = value
        case 3: box.3 = value
        default: break
        }
        boxCount += 1
    }

    /// Adds what came in any order.
    mutating func finishPack() {
        if !compressed.isEmpty || !counts.isEmpty {
            pack.begin(compressed.isEmpty ? .counts : .compressed)
            pack.append(size.count == 2 ? size : [0, 0])
            if compressed.isEmpty { pack.append(counts) } else { pack.append(compressed) }
            pack.end()
        }
        if let attributes, attributes.object?.members.isEmpty == false {
            pack.begin(.attributes)
            pack.append(attributes.bytes)
            pack.end()
        }
        if case .text(let text) = id {
            pack.begin(.id)
            pack.append(Array(text.utf8))
            pack.end()
        }
    }
}
