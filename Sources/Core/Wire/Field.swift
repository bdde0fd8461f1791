/// One field of a wire type: its name in JSON, where it lives, its constraints.
///
/// Reading a value for encoding goes straight to its offset in memory (found once); only a computed property goes through
/// the key path.
public struct Field<Root: WireObject>: Sendable {
    public let name: String
    /// In input: may be absent (the value that `init()` gave stays). In answers: left out when there is nothing.
    public let isOptional: Bool
    public let acceptsNull: Bool
    let constraints: [Constraint]
    let write: @Sendable (UnsafePointer<Root>, inout JSONWriter) -> Void
    let read: @Sendable (JSON, UnsafeMutablePointer<Root>, FieldPath, inout Problems) -> Void
    let valueSchema: @Sendable (inout SchemaRegistry) -> JSON
    let json: @Sendable ([String]) -> JSON

    @usableFromInline
    init(
        name: String, isOptional: Bool, acceptsNull: Bool, constraints: [Constraint],
        write: @escaping @Sendable (UnsafePointer<Root>, inout JSONWriter) -> Void,
        read: @escaping @Sendable (JSON, UnsafeMutablePointer<Root>, FieldPath, inout Problems) -> Void,
        valueSchema: @escaping @Sendable (inout SchemaRegistry) -> JSON, json: @escaping @Sendable ([String]) -> JSON
    ) {
        self.name = name
        self.isOptional = isOptional
        self.acceptsNull = acceptsNull && !constraints.contains { $0.refusesNull }
        self.constraints = constraints
        self.write = write
        self.read = read
        self.valueSchema = valueSchema
        self.json = json
    }

    /// - Parameters:
    ///   - name: the member's name in JSON.
    ///   - path: where the value is; of a `var` when the type is input.
    ///   - constraints: bounds; a string literal among them is the field's description.
    ///   - optional: see `isOptional`.
    @inlinable
    public init<Value: WireValue>(
        _ name: String, _ path: KeyPath<Root, Value> & Sendable, _ constraints: Constraint..., optional: Bool = false
    ) {
        let key = JSONWriter.quotedKey(name)
        let offset = MemoryLayout<Root>.offset(of: path)
        let writable = (path as? WritableKeyPath<Root, Value>).map { Unmoving($0) }
        self.init(
            name: name, isOptional: optional, acceptsNull: Value.acceptsNull, constraints: constraints,
            write: { root, writer in
                if let offset {
                    let value = (UnsafeRawPointer(root) + offset).assumingMemoryBound(to: Value.self)
                    if optional && value.pointee.isAbsent { return }
                    writer.key(quoted: key)
                    value.pointee.encode(to: &writer)
                } else {
                    let value = root.pointee[keyPath: path]
                    if optional && value.isAbsent { return }
                    writer.key(quoted: key)
                    value.encode(to: &writer)
                }
            },
            read: { json, root, path, problems in
                guard let writable else { return problems.add(path, "cannot be given") }
                guard let value = Value.decode(json, at: path, into: &problems) else { return }
                if let offset {
                    (UnsafeMutableRawPointer(root) + offset).assumingMemoryBound(to: Value.self).pointee = value
                } else {
                    root.pointee[keyPath: writable.path] = value
                }
            },
            valueSchema: { Value.schema(&$0) },
            json: { Value.json(fromText: $0) })
    }
}

/// A key path found writable at run time.
///
/// `@unchecked Sendable`: it is made only from a key path that is `Sendable`, by a cast that forgets as much.
@usableFromInline
struct Unmoving<Root, Value>: @unchecked Sendable {
    @usableFromInline let path: WritableKeyPath<Root, Value>
    @usableFromInline init(_ path: WritableKeyPath<Root, Value>) { self.path = path }
}
