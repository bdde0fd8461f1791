/// Where in the input a value stands; made cheaply while decoding, written out (`ops[3].geometry.x`) only for a problem.
public indirect enum FieldPath: Sendable {
    case root
    case member(of: FieldPath, String)
    case element(of: FieldPath, Int)

    public func member(_ name: String) -> FieldPath { .member(of: self, name) }
    public func element(_ index: Int) -> FieldPath { .element(of: self, index) }

    public var text: String {
        switch self {
        case .root: "body"
        case .member(.root, let name): name
        case .member(let parent, let name): "\(parent.text).\(name)"
        case .element(.root, let index): "[\(index)]"
        case .element(let parent, let index): "\(parent.text)[\(index)]"
        }
    }
}
