/// A JSON object whose fields are declared once. By itself only written (an answer).
public protocol WireObject: WireValue {
    static var fields: Fields<Self> { get }
}

/// An object that is also read: a body, a query. `init()` gives each field the value it has when absent.
public protocol WireInput: WireObject {
    init()
}

extension WireObject {
    public func encode(to writer: inout JSONWriter) {
        withUnsafePointer(to: self) { Self.fields.write($0, to: &writer) }
    }

    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Self? {
        problems.add(path, "cannot be given: \(fields.name) is only ever answered")
        return nil
    }

    public static func schema(_ registry: inout SchemaRegistry) -> JSON {
        registry.component(fields.name, Self.self) { registry in fields.schema(&registry) }
    }
}

extension WireInput {
    /// Unknown members are ignored.
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Self? {
        guard case .object(let object) = json else {
            problems.add(path, "must be an object")
            return nil
        }
        return fields.read(at: path, into: &problems) { object[$0.name] }
    }

    /// Reads query parameters or form fields: names and values already percent-decoded, repeated names together as an
    /// array. Unknown names are ignored. Throws `FoveaError.invalid` naming every parameter that is wrong.
    public static func decode(parameters: [(name: String, value: String)]) throws -> Self {
        var problems = Problems()
        let value = fields.read(at: .root, into: &problems) { field in
            var texts: [String] = []
            for parameter in parameters where parameter.name == field.name { texts.append(parameter.value) }
            return texts.isEmpty ? Optional<JSON>.none : field.json(texts)  // a bare nil would be JSON's null
        }
        guard let value else { throw problems.error }
        return value
    }
}
