import Core

/// What someone may do in a project; each role may do all that the ones before it may.
public enum Role: String, WireEnum, Comparable {
    case viewer, annotator, reviewer, manager, owner

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .annotator: 1
        case .reviewer: 2
        case .manager: 3
        case .owner: 4
        }
    }

    public static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }
}
