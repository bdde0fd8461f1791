import Core

/// Somebody who has an image open, once for each window.
struct LivePerson: WireInput, Equatable {
    var connectionID = ID(high: 0, low: 0)
    var userID = ID(high: 0, low: 0)
    var username = ""
    var color = ""
    var since = Timestamp(microseconds: 0)

    static let fields = Fields<Self>(
        "LivePerson",
        Field("connection_id", \.connectionID),
        Field("user_id", \.userID),
        Field("username", \.username),
        Field("color", \.color),
        Field("since", \.since))

    /// Told apart on photographs and in both themes. The same person has the same one everywhere, whichever server they are on.
    static let colors = ["#4c8dff", "#f0984d", "#3fc79a", "#e57cc4", "#d6c24a", "#52bde8", "#b395f5", "#ff7d7d"]

    static func color(of userID: ID) -> String {
        // The low half of an id is random; the high one is its time.
        colors[Int(userID.low % UInt64(colors.count))]
    }
}

/// Where somebody points, in upright pixels, and what they have selected.
struct LiveCursor: WireInput, Equatable {
    var point: [Double]?
    var selection: [ID] = []

    static let fields = Fields<Self>(
        "LiveCursor",
        Field("point", \.point, .count(2...2), optional: true),
        Field("selection", \.selection, .count(0...50), optional: true))
}

/// What a client says.
struct LiveMessage: WireInput {
    /// `here`: still looking, said every few seconds; whoever is silent is no longer shown.
    enum Kind: String, WireEnum { case here, cursor }
    var type = Kind.here
    var data: LiveCursor?

    static let fields = Fields<Self>("LiveMessage", Field("type", \.type), Field("data", \.data, optional: true))
}
