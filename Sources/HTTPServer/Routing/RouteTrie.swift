/// Finds routes by path. Literals go before parameters, parameters before the rest of a path; where the first choice leads
/// nowhere, the next is tried.
struct RouteTrie: Sendable {
    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var rest: Int?
        var routes: [HTTPMethod: Int] = [:]
    }

    struct Match: Sendable {
        /// Index of the route.
        let route: Int
        /// Values of the parameters, from left to right.
        let values: [String]
    }

    enum Outcome: Sendable {
        case found(Match)
        case wrongMethod(allowed: [HTTPMethod])
        case nothing
    }

    private var nodes: [Node] = [Node()]

    /// False when the same method and shape of path is already there.
    mutating func add(_ method: HTTPMethod, _ pattern: PathPattern, route: Int) -> Bool {
        var at = 0
        for segment in pattern.segments { at = child(of: at, segment) }
        guard nodes[at].routes[method] == nil else { return false }
        nodes[at].routes[method] = route
        return true
    }

    private mutating func child(of at: Int, _ segment: PathPattern.Segment) -> Int {
        let existing: Int? =
            switch segment {
            case .literal(let text): nodes[at].literals[text]
            case .parameter: nodes[at].parameter
            case .rest: nodes[at].rest
            }
        if let existing { return existing }
        nodes.append(Node())
        let new = nodes.count - 1
        switch segment {
        case .literal(let text): nodes[at].literals[text] = new
        case .parameter: nodes[at].parameter = new
        case .rest: nodes[at].rest = new
        }
        return new
    }

    func resolve(_ method: HTTPMethod, _ segments: [String]) -> Outcome {
        var allowed: Set<HTTPMethod> = []
        var values: [String] = []
        if let route = find(method, segments[...], at: 0, &values, &allowed) { return .found(Match(route: route, values: values)) }
        if allowed.isEmpty { return .nothing }
        if allowed.contains(.get) { allowed.insert(.head) }
        allowed.insert(.options)
        return .wrongMethod(allowed: HTTPMethod.allCases.filter { allowed.contains($0) })
    }

    private func find(
        _ method: HTTPMethod, _ segments: ArraySlice<String>, at index: Int, _ values: inout [String], _ allowed: inout Set<HTTPMethod>
    ) -> Int? {
        let node = nodes[index]
        guard let first = segments.first else { return route(of: node, method, &allowed) }
        if let next = node.literals[first], let found = find(method, segments.dropFirst(), at: next, &values, &allowed) { return found }
        if let next = node.parameter, !first.isEmpty {
            values.append(first)
            if let found = find(method, segments.dropFirst(), at: next, &values, &allowed) { return found }
            values.removeLast()
        }
        if let next = node.rest {
            values.append(segments.joined(separator: "/"))
            if let found = route(of: nodes[next], method, &allowed) { return found }
            values.removeLast()
        }
        return nil
    }

    /// A `GET` route answers `HEAD` too.
    private func route(of node: Node, _ method: HTTPMethod, _ allowed: inout Set<HTTPMethod>) -> Int? {
        if let route = node.routes[method] { return route }
        if method == .head, let route = node.routes[.get] { return route }
        allowed.formUnion(node.routes.keys)
        return nil
    }
}
