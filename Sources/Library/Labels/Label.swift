import Core

/// A class of a project.
public struct Label: WireObject {
    public var id: ID
    public var projectID: ID
    public var name: String
    public var color: String
    public var index: Int
    public var path: String?
    public var hotkey: String?
    public var attributes: RawJSON
    public var skeleton: RawJSON?
    public var annotationCount: Int
    public var createdAt: Timestamp

    public static let fields = Fields<Self>(
        "Label",
        Field("id", \.id),
        Field("project_id", \.projectID),
        Field("name", \.name),
        Field("color", \.color),
        Field("index", \.index, "Its place in the list of classes."),
        Field("path", \.path, "Its place in a hierarchy, separated by `/`."),
        Field("hotkey", \.hotkey),
        Field("attributes", \.attributes),
        Field("skeleton", \.skeleton),
        Field("annotation_count", \.annotationCount),
        Field("created_at", \.createdAt))
}

public struct LabelBody: WireInput {
    public var name = ""
    public var color: String?
    public var index: Int?
    public var path: String?
    public var hotkey: String?
    public var attributes: [LabelAttribute] = []
    public var skeleton: Skeleton?

    public init() {}
    public static let fields = Fields<Self>(
        "LabelBody",
        Field("name", \.name, .length(1...200), .notBlank),
        Field("color", \.color, .hexColor, "`#rrggbb`; picked to be told apart when absent."),
        Field("index", \.index, .range(0...1_000_000)),
        Field("path", \.path, .length(1...1000)),
        Field("hotkey", \.hotkey, .length(1...20)),
        Field("attributes", \.attributes, .count(0...100), optional: true),
        Field("skeleton", \.skeleton))
}

public struct LabelPatch: WireInput {
    public var name: String?
    public var color: String?
    public var index: Int?
    public var path = Nullable<String>.absent
    public var hotkey = Nullable<String>.absent
    public var attributes: [LabelAttribute]?
    public var skeleton = Nullable<Skeleton>.absent

    public init() {}
    public static let fields = Fields<Self>(
        "LabelPatch",
        Field("name", \.name, .length(1...200), .notBlank),
        Field("color", \.color, .hexColor),
        Field("index", \.index, .range(0...1_000_000)),
        Field("path", \.path, .length(1...1000)),
        Field("hotkey", \.hotkey, .length(1...20)),
        Field("attributes", \.attributes, .count(0...100)),
        Field("skeleton", \.skeleton))
}

/// What annotators say about each object of a class.
public struct LabelAttribute: WireInput {
    public enum Kind: String, WireEnum { case text, number, boolean, select }
    public var name = ""
    public var type = Kind.text
    public var options: [String]?

    public init() {}
    public static let fields = Fields<Self>(
        "LabelAttribute",
        Field("name", \.name, .length(1...100), .notBlank),
        Field("type", \.type),
        Field("options", \.options, .count(1...1000), .unique, optional: true)
    ) { attribute, path, problems in
        if attribute.type == .select && attribute.options == nil {
            problems.add(path.member("options"), "is required for a select")
        }
    }
}

/// The points of a pose and which of them are joined.
public struct Skeleton: WireInput {
    public var keypoints: [String] = []
    public var edges: [[Int]] = []

    public init() {}
    public static let fields = Fields<Self>(
        "Skeleton",
        Field("keypoints", \.keypoints, .count(1...1000), .unique),
        Field("edges", \.edges, .count(0...5000), "Pairs of places in `keypoints`.", optional: true)
    ) { skeleton, path, problems in
        for (index, edge) in skeleton.edges.enumerated()
        where edge.count != 2 || !edge.allSatisfy(skeleton.keypoints.indices.contains) {
            problems.add(path.member("edges").element(index), "must be two places in keypoints")
        }
    }
}

extension Constraint {
    static let hexColor = Constraint.text("must be a colour as #1f77b4", pattern: "^#[0-9a-fA-F]{6}$") { text in
        text.utf8.count == 7 && text.hasPrefix("#") && Hex.decode(text.dropFirst()) != nil
    }
}
