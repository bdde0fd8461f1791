/// The fields of a wire type, in the order in which they are written.
public struct Fields<Root: WireObject>: Sendable {
    /// The component's name in the OpenAPI document.
    public let name: String
    public let all: [Field<Root>]
    let about: String?
    let writers: [@Sendable (UnsafePointer<Root>, inout JSONWriter) -> Void]
    let check: (@Sendable (Root, FieldPath, inout Problems) -> Void)?

    /// - Parameters:
    ///   - more: fields that are counted out rather than written out.
    ///   - check: rules that concern several fields; runs only when each field by itself is in order.
    public init(
        _ name: String, _ fields: Field<Root>..., more: [Field<Root>] = [], about: String? = nil,
        check: (@Sendable (Root, FieldPath, inout Problems) -> Void)? = nil
    ) {
        self.name = name
        self.all = fields + more
        self.about = about
        self.writers = all.map(\.write)
        self.check = check
    }

    func write(_ root: UnsafePointer<Root>, to writer: inout JSONWriter) {
        writer.beginObject()
        for write in writers { write(root, &writer) }
        writer.endObject()
    }
}

extension Fields where Root: WireInput {
    /// Reads every field by asking for its JSON: from an object's members, or from query parameters.
    func read(at path: FieldPath, into problems: inout Problems, from member: (Field<Root>) -> JSON?) -> Root? {
        let before = problems.count
        var root = Root()
        withUnsafeMutablePointer(to: &root) { pointer in
            for field in all {
                read(field, member(field), into: pointer, path.member(field.name), &problems)
            }
        }
        if problems.count == before { check?(root, path, &problems) }
        return problems.count == before ? root : nil
    }

    private func read(
        _ field: Field<Root>, _ json: JSON?, into root: UnsafeMutablePointer<Root>, _ path: FieldPath, _ problems: inout Problems
    ) {
        guard let json else {
            if !field.isOptional && !field.acceptsNull { problems.add(path, "is required") }
            return
        }
        if json.isNull {
            guard field.acceptsNull else { return problems.add(path, "must not be null") }
            return field.read(json, root, path, &problems)
        }
        let before = problems.count
        field.read(json, root, path, &problems)
        guard problems.count == before else { return }
        for constraint in field.constraints {
            if let message = constraint.check(json) { problems.add(path, message) }
        }
    }
}
