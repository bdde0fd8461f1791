import Core

/// How a picture becomes a model's input and the model's output a vector. It belongs to the model: vectors made by another recipe
/// are other vectors.
public struct EmbeddingRecipe: WireInput, Equatable {
    public var resize = 256
    public var fit = EmbeddingFit.shortest
    public var filter = EmbeddingFilter.bilinear
    public var crop = 224
    /// Red, green, blue, of values from 0 to 1.
    public var mean = [0.485, 0.456, 0.406]
    public var std = [0.229, 0.224, 0.225]
    /// The output's name; the first one of numbers when nil.
    public var output: String?
    public var pooling = EmbeddingPooling.automatic

    public init() {}

    public static let fields = Fields<Self>(
        "EmbeddingRecipe",
        Field("resize", \.resize, .range(8...2048), "Pixels.", optional: true),
        Field("fit", \.fit, "Whether the shorter side or both become `resize`.", optional: true),
        Field("filter", \.filter, optional: true),
        Field("crop", \.crop, .range(8...2048), "Side of the square cut from the middle, pixels.", optional: true),
        Field("mean", \.mean, .count(3...3), "Red, green, blue, of values from 0 to 1.", optional: true),
        Field("std", \.std, .count(3...3), optional: true),
        Field("output", \.output, .length(1...300), "The model's output; its first one of numbers when left out.", optional: true),
        Field("pooling", \.pooling, optional: true),
        check: { recipe, path, problems in
            if recipe.crop > recipe.resize { problems.add(path.member("crop"), "must not be larger than resize") }
            if recipe.std.contains(where: { $0 <= 0 }) { problems.add(path.member("std"), "must be positive") }
        })
}

extension EmbeddingRecipe {
    /// The recipes of models that `fovea models fetch` knows, by the family's name. Sources: torchvision's
    /// `ResNet50_Weights.IMAGENET1K_V2`, facebook/dinov2-base's preprocessor, openai/CLIP's `_transform`.
    public static func known(_ family: String) -> EmbeddingRecipe? {
        var recipe = EmbeddingRecipe()
        switch family {
        case "resnet50": recipe.resize = 232
        case "dinov2": recipe.filter = .bicubic
        case "clip":
            recipe.resize = 224
            recipe.filter = .bicubic
            recipe.mean = [0.48145466, 0.4578275, 0.40821073]
            recipe.std = [0.26862954, 0.26130258, 0.27577711]
        default: return nil
        }
        return recipe
    }

    public static let families = ["resnet50", "dinov2", "clip"]

    /// For a detector's own backbone: the whole picture squeezed to the detector's input, values from 0 to 1.
    public static func detector(side: Int, output: String) -> EmbeddingRecipe {
        var recipe = EmbeddingRecipe()
        (recipe.resize, recipe.crop, recipe.fit) = (side, side, .exact)
        (recipe.mean, recipe.std) = ([0, 0, 0], [1, 1, 1])
        (recipe.output, recipe.pooling) = (output, .mean)
        return recipe
    }
}

public enum EmbeddingFit: String, WireEnum {
    /// The shorter side becomes `resize`, the longer one follows.
    case shortest
    /// Both sides become `resize`, whatever the shape was.
    case exact
}

public enum EmbeddingFilter: String, WireEnum { case bilinear, bicubic }

public enum EmbeddingPooling: String, WireEnum {
    /// By the output's shape: a vector as it is, the first of a row of tokens, the mean over the places of a map.
    case automatic
    /// The first token.
    case first
    /// The mean of all tokens or places.
    case mean
}
