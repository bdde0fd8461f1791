/// One page of a list. `total` is null where a filter makes counting costly.
public struct Page<Item: WireValue>: WireValue {
    public var items: [Item]
    public var nextCursor: Cursor?
    public var total: Int?

    public init(items: [Item], nextCursor: Cursor? = nil, total: Int? = nil) {
        self.items = items
        self.nextCursor = nextCursor
        self.total = total
    }

    public func encode(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("items")
        items.encode(to: &writer)
        writer.key("next_cursor")
        nextCursor.encode(to: &writer)
        writer.key("total")
        total.encode(to: &writer)
        writer.endObject()
    }

    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Page? {
        problems.add(path, "cannot be given: a page is only ever answered")
        return nil
    }

    public static func schema(_ registry: inout SchemaRegistry) -> JSON {
        let properties: JSON = [
            "items": [Item].schema(&registry), "next_cursor": Cursor?.schema(&registry), "total": Int?.schema(&registry),
        ]
        return ["type": "object", "properties": properties, "required": ["items", "next_cursor", "total"]]
    }
}

/// Items that come all at once.
public struct List<Item: WireValue>: WireValue {
    public var items: [Item]

    public init(_ items: [Item]) { self.items = items }

    public func encode(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("items")
        items.encode(to: &writer)
        writer.endObject()
    }

    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> List? {
        problems.add(path, "cannot be given: a list is only ever answered")
        return nil
    }

    public static func schema(_ registry: inout SchemaRegistry) -> JSON {
        ["type": "object", "properties": ["items": [Item].schema(&registry)], "required": ["items"]]
    }
}

extension Page {
    /// A page from rows of which one more than `limit` was asked for: that one says that there is another page.
    public init(_ rows: [Item], limit: Int, total: Int? = nil, cursor: (Item) -> Cursor) {
        let items = rows.count > limit ? Array(rows.prefix(limit)) : rows
        self.init(items: items, nextCursor: rows.count > limit ? items.last.map(cursor) : nil, total: total)
    }
}
