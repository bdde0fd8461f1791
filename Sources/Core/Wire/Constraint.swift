/// A bound on a field, or its description (a string literal). Checked on the JSON value before it is decoded, so one
/// constraint serves a type, its optional and its nullable form alike; each adds its keyword to the schema.
public struct Constraint: Sendable, ExpressibleByStringLiteral {
    /// Nil when the value is in order, else what is wrong with it.
    let check: @Sendable (JSON) -> String?
    /// Keywords for the field's schema.
    let schema: [(String, JSON)]
    /// Whether null is no value of the field even where its type takes it.
    let refusesNull: Bool

    init(schema: [(String, JSON)], refusesNull: Bool = false, check: @escaping @Sendable (JSON) -> String?) {
        self.schema = schema
        self.refusesNull = refusesNull
        self.check = check
    }

    public init(stringLiteral description: String) {
        self.init(schema: [("description", .string(description))]) { _ in nil }
    }
}

extension Constraint {
    /// How many characters (Unicode scalars, as JSON Schema counts) a text has.
    public static func length(_ bounds: ClosedRange<Int>) -> Constraint {
        let schema: [(String, JSON)] = [("minLength", .int(Int64(bounds.lowerBound))), ("maxLength", .int(Int64(bounds.upperBound)))]
        return Constraint(schema: schema) { json in
            guard case .string(let text) = json, !bounds.contains(text.unicodeScalars.count) else { return nil }
            if bounds.lowerBound == 1 && text.isEmpty { return "must not be empty" }
            return "must have \(bounds.lowerBound) to \(bounds.upperBound) characters"
        }
    }

    /// Bounds of a number, both included.
    public static func range(_ bounds: ClosedRange<Double>) -> Constraint {
        let low = JSON.number(bounds.lowerBound), high = JSON.number(bounds.upperBound)
        return Constraint(schema: [("minimum", low), ("maximum", high)]) { json in
            guard let number = json.double, !bounds.contains(number) else { return nil }
            return "must be between \(low.text) and \(high.text)"
        }
    }

    public static func atLeast(_ bound: Double) -> Constraint {
        Constraint(schema: [("minimum", .number(bound))]) { json in
            guard let number = json.double, number < bound else { return nil }
            return "must be at least \(JSON.number(bound).text)"
        }
    }

    public static func moreThan(_ bound: Double) -> Constraint {
        Constraint(schema: [("exclusiveMinimum", .number(bound))]) { json in
            guard let number = json.double, number <= bound else { return nil }
            return "must be more than \(JSON.number(bound).text)"
        }
    }

    /// How many elements an array has.
    public static func count(_ bounds: ClosedRange<Int>) -> Constraint {
        let schema: [(String, JSON)] = [("minItems", .int(Int64(bounds.lowerBound))), ("maxItems", .int(Int64(bounds.upperBound)))]
        return Constraint(schema: schema) { json in
            guard case .array(let items) = json, !bounds.contains(items.count) else { return nil }
            if bounds.lowerBound == 1 && items.isEmpty { return "must not be empty" }
            if bounds.lowerBound == bounds.upperBound { return "must have exactly \(bounds.lowerBound) elements" }
            return "must have \(bounds.lowerBound) to \(bounds.upperBound) elements"
        }
    }

    /// No element of an array twice.
    public static let unique = Constraint(schema: [("uniqueItems", true)]) { json in
        guard case .array(let items) = json else { return nil }
        var seen = Set<[UInt8]>()
        for item in items where !seen.insert(item.bytes).inserted { return "must not hold \(item.text) twice" }
        return nil
    }

    /// A text for which `isValid` holds. `message` continues the field's name ("must be an e-mail address").
    public static func text(
        _ message: String, format: String? = nil, pattern: String? = nil, _ isValid: @escaping @Sendable (String) -> Bool
    ) -> Constraint {
        var schema: [(String, JSON)] = []
        if let format { schema.append(("format", .string(format))) }
        if let pattern { schema.append(("pattern", .string(pattern))) }
        return Constraint(schema: schema) { json in
            guard case .string(let text) = json, !isValid(text) else { return nil }
            return message
        }
    }

    /// Free JSON that must be an object.
    public static let isObject = Constraint(schema: [("type", "object")], refusesNull: true) { json in
        json.object == nil ? "must be an object" : nil
    }

    /// Any other rule on the JSON value; null never gets here.
    public static func rule(_ message: String, _ isValid: @escaping @Sendable (JSON) -> Bool) -> Constraint {
        Constraint(schema: []) { isValid($0) ? nil : message }
    }

    /// One of a few texts that have no type of their own.
    public static func oneOf(_ choices: [String]) -> Constraint {
        Constraint(schema: [("enum", .array(choices.map { .string($0) }))]) { json in
            guard case .string(let text) = json, !choices.contains(text) else { return nil }
            return "must be one of \(choices.joined(separator: ", "))"
        }
    }
}

extension JSON {
    /// A whole number where the value is one.
    static func number(_ value: Double) -> JSON { Int64(exactly: value).map { .int($0) } ?? .double(value) }
}
