import Database

/// The tables of curation, each folder's own list. What the image list filters and sorts by stands in Library, which knows
/// nothing of this floor.
public enum CurationSchema {
    public static let migrations: [Migration] =
        EmbeddingsSchema.migrations + BatchesSchema.migrations + DuplicatesSchema.migrations + MapsSchema.migrations
        + CoverageCountsSchema.migrations + LabelErrorsSchema.migrations
}
