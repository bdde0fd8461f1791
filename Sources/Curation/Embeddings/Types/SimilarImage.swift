import Core
import Library

/// An image that was found, and how near it lies.
public struct SimilarImage: WireObject {
    public var image: Image
    public var similarity: Double

    public static let fields = Fields<Self>(
        "SimilarImage", Field("image", \.image), Field("similarity", \.similarity, "The cosine of the angle between the vectors, -1 to 1."))
}

struct SimilarQuery: WireInput {
    var limit = 24
    var modelID: ID?

    init() {}
    static let fields = Fields<Self>(
        "SimilarQuery",
        Field("limit", \.limit, .range(1...200), optional: true),
        Field("model", \.modelID, "An embedder's id; the project's own when left out.", optional: true))
}

/// A part of an image, upright pixels.
struct SearchRegion: WireInput {
    var x = 0.0
    var y = 0.0
    var width = 0.0
    var height = 0.0

    init() {}
    static let fields = Fields<Self>(
        "SearchRegion",
        Field("x", \.x, .range(-1e6...1e6), "Upright pixels."),
        Field("y", \.y, .range(-1e6...1e6)),
        Field("width", \.width, .range(1...1e6)),
        Field("height", \.height, .range(1...1e6)))
}

/// What is looked for, when it is no picture that comes along: words, or an image of the project or a part of one.
struct SearchBody: WireInput {
    var text: String?
    var imageID: ID?
    var region: SearchRegion?
    var limit = 24
    var modelID: ID?

    init() {}
    static let fields = Fields<Self>(
        "SearchBody",
        Field("text", \.text, .length(1...1000), "Words; needs a model with a text tower.", optional: true),
        Field("image_id", \.imageID, "An image of this project.", optional: true),
        Field("region", \.region, "With image_id: only this part of it.", optional: true),
        Field("limit", \.limit, .range(1...200), optional: true),
        Field("model_id", \.modelID, "An embedder's id; the project's own when left out.", optional: true),
        check: { body, path, problems in
            if (body.text == nil) == (body.imageID == nil) { problems.add(path.member("text"), "is required, or image_id; not both") }
            if body.region != nil, body.imageID == nil { problems.add(path.member("region"), "needs image_id") }
        })
}
