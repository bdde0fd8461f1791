import Core
import Geometry

/// One kind of thing that a format could not hold as it was.
public struct Loss: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A shape was written as another.
        case shape
        /// A shape was not written.
        case dropped
        case attributes, confidence, split, classes
        /// Images that were left out.
        case images
        /// Objects that went through the frames of a video.
        case tracks
    }
    public var kind: Kind
    public var count: Int
    /// For people: "42 masks became polygons".
    public var text: String

    public var json: JSON { ["kind": .string(kind.rawValue), "count": .int(Int64(count)), "text": .string(text)] }
}

/// Counts what a format will not hold of the images that are written in it, by the table of capabilities.
public struct LossTally: Sendable {
    private let capabilities: FormatCapabilities
    private var shapes: [Geometry.Kind: Int] = [:]
    private var attributes: [String: Int] = [:]
    private var confidences = 0
    private var splits = 0
    private var classes = 0
    private var emptyImages = 0
    private var tracked = 0
    public private(set) var images = 0
    public private(set) var annotations = 0
    /// More names than this are only counted.
    private static let keptNames = 100
    private var otherAttributes = 0

    public init(_ capabilities: FormatCapabilities) { self.capabilities = capabilities }

    public mutating func count(_ image: DatasetImage) {
        images += 1
        annotations += image.annotations.count
        if image.annotations.isEmpty, !capabilities.emptyImages { emptyImages += 1 }
        if image.split != nil, !capabilities.splits { splits += 1 }
        if !capabilities.severalClasses { classes += max(0, Set(image.annotations.map(\.label)).count - 1) }
        for annotation in image.annotations { count(annotation) }
    }

    private mutating func count(_ annotation: DatasetAnnotation) {
        let kind = annotation.geometry.kind
        if capabilities.fate(of: kind) != .kept { shapes[kind, default: 0] += 1 }
        // What is not written has nothing to lose besides.
        guard capabilities.fate(of: kind) != .dropped else { return }
        if annotation.attributes[DatasetAnnotation.trackAttribute] != nil { tracked += 1 }
        if annotation.confidence != nil, !capabilities.confidence { confidences += 1 }
        for (name, value) in annotation.attributes.members where !(kind == .keypoints && name == "box") {
            guard !capabilities.holds(name, isValue: value.isValue) else { continue }
            if attributes[name] == nil, attributes.count >= Self.keptNames {
                otherAttributes += 1
            } else {
                attributes[name, default: 0] += 1
            }
        }
    }

    /// In the order of `Loss.Kind`, shapes in the order of `Geometry.Kind`.
    public var losses: [Loss] {
        var found: [Loss] = []
        for kind in Geometry.Kind.allCases {
            guard let count = shapes[kind] else { continue }
            switch capabilities.fate(of: kind) {
            case .kept: break
            case .becomes(let other): found.append(Loss(kind: .shape, count: count, text: Self.becoming(kind, other, count)))
            case .dropped: found.append(Loss(kind: .dropped, count: count, text: "\(Self.number(count, kind)) not written"))
            }
        }
        found.sort { $0.kind == .shape && $1.kind == .dropped }
        let names = attributes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let all = names.reduce(otherAttributes) { $0 + $1.value }
        if all > 0 {
            let list = names.prefix(8).map { "\($0.key) (\($0.value))" }.joined(separator: ", ") + (names.count > 8 ? ", ..." : "")
            found.append(Loss(kind: .attributes, count: all, text: "\(Self.plural(all, "attribute")) dropped: \(list)"))
        }
        if confidences > 0 {
            found.append(Loss(kind: .confidence, count: confidences, text: "confidence of \(Self.plural(confidences, "annotation")) not written"))
        }
        if splits > 0 { found.append(Loss(kind: .split, count: splits, text: "split of \(Self.plural(splits, "image")) not written")) }
        if classes > 0 {
            found.append(
                Loss(
                    kind: .classes, count: classes,
                    text: "\(Self.plural(classes, "further class", "further classes")) of images not written: there is room for one"))
        }
        if emptyImages > 0 {
            found.append(Loss(kind: .images, count: emptyImages, text: "\(Self.plural(emptyImages, "image")) without a class left out"))
        }
        if tracked > 0 {
            let text = "tracks not written: \(Self.plural(tracked, "annotation")) of them stand each on its own"
            found.append(Loss(kind: .tracks, count: tracked, text: text))
        }
        return found
    }

    private static func becoming(_ kind: Geometry.Kind, _ other: Geometry.Kind, _ count: Int) -> String {
        switch (kind, other) {
        case (.rotatedBox, .box): return "rotation of \(plural(count, "box", "boxes")) lost: written as upright boxes"
        case (.keypoints, .keypoints): return "hidden and missing points of \(plural(count, "object")) lost"
        case (_, .image): return "\(number(count, kind)) became \(count == 1 ? "a class" : "classes") of the whole image"
        default: return "\(number(count, kind)) became \(count == 1 ? article(other) : names(other).many)"
        }
    }

    private static func number(_ count: Int, _ kind: Geometry.Kind) -> String { plural(count, names(kind).one, names(kind).many) }

    private static func plural(_ count: Int, _ one: String, _ many: String? = nil) -> String { "\(count) \(count == 1 ? one : many ?? one + "s")" }

    private static func article(_ kind: Geometry.Kind) -> String { "a \(names(kind).one)" }

    private static func names(_ kind: Geometry.Kind) -> (one: String, many: String) {
        switch kind {
        case .box: ("box", "boxes")
        case .rotatedBox: ("rotated box", "rotated boxes")
        case .polygon: ("polygon", "polygons")
        case .polyline: ("polyline", "polylines")
        case .mask: ("mask", "masks")
        case .keypoints: ("set of keypoints", "sets of keypoints")
        case .image: ("class of a whole image", "classes of whole images")
        }
    }
}

extension JSON {
    /// A text, a number, true or false.
    var isValue: Bool {
        switch self {
        case .string, .int, .double, .bool: true
        case .null, .array, .object: false
        }
    }
}
