import Agreement
import Core
import Geometry
import Review

/// Compares one image's labels with an analysis of it.
struct LabelErrorFinder: Sendable {
    /// A label as it stands.
    struct Labelled: Sendable {
        var id: ID
        var labelID: ID
        var version: Int
        var geometry: Geometry
    }

    struct Predicted: Sendable {
        var id: ID
        var labelID: ID
        var confidence: Double
        var geometry: Geometry
    }

    struct Found: Sendable {
        var disagreement: Disagreement
        var labelled: Labelled?
        var predicted: Predicted?
    }

    /// Labels that the model ever says: others are not judged.
    let known: Set<ID>

    /// A detector says boxes: then outlines that people drew are compared by their bounds.
    func find(_ labelled: [Labelled], _ predicted: [Predicted], size: PixelSize) -> [Found] {
        let saysBoxes = predicted.allSatisfy { $0.geometry.kind == .box }
        let shapes = labelled.map { one -> LabelledShape in
            let bounds = saysBoxes && one.geometry != .image ? one.geometry.boundingBox : nil
            return LabelledShape(label: one.labelID, geometry: bounds.map(Geometry.box) ?? one.geometry)
        }
        let said = predicted.map { PredictedShape(LabelledShape(label: $0.labelID, geometry: $0.geometry), confidence: $0.confidence) }
        return Disagreement.find(shapes, said, known: known, size: size).map {
            Found(disagreement: $0, labelled: $0.labelled.map { labelled[$0] }, predicted: $0.predicted.map { predicted[$0] })
        }
    }
}

extension Box {
    init?(bounds: JSON) {
        guard let x = bounds["x"]?.double, let y = bounds["y"]?.double, let width = bounds["width"]?.double, let height = bounds["height"]?.double
        else { return nil }
        self.init(x: x, y: y, width: width, height: height)
    }
}

extension Geometry {
    /// For looking at: null for a class of the whole image.
    var boundsJSON: JSON? {
        boundingBox.map { .object(["x": .double($0.x), "y": .double($0.y), "width": .double($0.width), "height": .double($0.height)]) }
    }
}
