import Core
import Database
import DatasetFormats
import Geometry

/// Some images of a dataset whose pictures are in the store, with annotations that fit them: what one transaction writes.
struct ImportPortion: Sendable {
    struct Item: Sendable {
        var picture: ArrivedImage
        var split: Split?
        var annotations: [DatasetAnnotation]
    }

    struct Outcome: Sendable {
        var images = 0
        var duplicates = 0
        var annotations = 0
    }

    /// More than this of free attributes is not kept.
    static let attributeLimit = 16_384
    static let labelLimit = 200

    var items: [Item] = []

    /// Takes an image in whose picture arrived. The reader judged shapes by the size that it saw; what counts is the size of
    /// what is stored.
    mutating func add(_ image: DatasetImage, _ picture: ArrivedImage, _ account: inout ImportAccount) {
        let size = PixelSize(width: picture.width, height: picture.height)
        var kept: [DatasetAnnotation] = []
        for var annotation in image.annotations {
            annotation.label = Self.labelName(annotation.label)
            if JSON.object(annotation.attributes).bytes.count > Self.attributeLimit {
                account.note(image.name, nil, "\(annotation.label): its attributes are larger than \(Self.attributeLimit) bytes, and were left out")
                annotation.attributes = JSONObject()
            }
            switch annotation.geometry.fitted(to: size) {
            case .inside(let geometry), .clipped(let geometry):
                let faults = geometry.problems(on: size)
                guard faults.isEmpty else {
                    account.skip(image.name, nil, "\(annotation.label): \(faults[0].field) \(faults[0].message)")
                    continue
                }
                annotation.geometry = geometry
                kept.append(annotation)
            case .outside: account.skip(image.name, nil, "\(annotation.label): lies outside the image")
            case .degenerate(let what): account.skip(image.name, nil, "\(annotation.label): \(what)")
            }
        }
        items.append(Item(picture: picture, split: image.split.map(Split.init), annotations: kept))
    }

    /// As labels may be called: not blank, and not longer than a label's name.
    static func labelName(_ name: String) -> String {
        var text = String(name.drop { $0.isWhitespace })
        while text.last?.isWhitespace == true { text.removeLast() }
        return text.isEmpty ? "unnamed" : String(text.prefix(labelLimit))
    }

    var labels: [String] {
        var seen: Set<String> = []
        return items.flatMap(\.annotations).map(\.label).filter { seen.insert($0).inserted }
    }
}

extension Split {
    init(_ split: DatasetSplit) {
        switch split {
        case .train: self = .train
        case .val: self = .val
        case .test: self = .test
        }
    }

    var dataset: DatasetSplit? {
        switch self {
        case .unassigned: nil
        case .train: .train
        case .val: .val
        case .test: .test
        }
    }
}
