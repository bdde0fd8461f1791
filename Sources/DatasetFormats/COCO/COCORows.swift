import Core

/// Puts what was read of one element into the tables, or says what it lacks.
enum COCORows {
    /// - Parameter number: of the element in its section, from 1.
    static func finish(_ section: COCOParser.Section, _ row: inout COCORow, number: Int, _ parser: COCOParser) throws {
        switch section {
        case .none: break
        case .images: image(row, number, parser)
        case .categories: category(row, number, parser)
        case .annotations: if row.segments == nil { try annotation(&row, number, parser) } else { try segments(&row, number, parser) }
        }
    }

    private static func image(_ row: COCORow, _ number: Int, _ parser: COCOParser) {
        let place = "images[\(number - 1)]"
        guard row.id != .none, let name = row.fileName, !name.isEmpty else {
            return parser.account.skip(parser.file, place, row.id == .none ? "has no id" : "has no file_name")
        }
        func side(_ value: Double) -> Int32 { value.isFinite && value >= 1 && value <= 16_777_216 ? Int32(value) : 0 }
        let image = COCOTables.Image(name: name, width: side(row.width), height: side(row.height))
        if !parser.tables.set(image, row.id) {
            parser.account.skip(parser.file, place, "the id \(row.id) is used twice; the first image keeps it (this one is \(name.prefix(200)))")
        }
    }

    private static func category(_ row: COCORow, _ number: Int, _ parser: COCOParser) {
        let place = "categories[\(number - 1)]"
        guard row.id != .none else { return parser.account.note(parser.file, place, "has no id") }
        if row.name?.isEmpty ?? true { parser.account.note(parser.file, place, "has no name") }
        let name = row.name.flatMap { $0.isEmpty ? nil : $0 } ?? "category \(row.id)"
        if !parser.tables.set(category: name, skeleton(row, place, parser), row.id) {
            parser.account.note(parser.file, place, "the id \(row.id) is used twice; the first name counts")
        }
    }

    /// COCO counts keypoints from 1.
    private static func skeleton(_ row: COCORow, _ place: String, _ parser: COCOParser) -> DatasetSkeleton? {
        guard !row.keypointNames.isEmpty else { return nil }
        var edges: [[Int]] = []
        for edge in row.edges {
            let ends = edge.compactMap { Int(exactly: $0) }.filter { (1...row.keypointNames.count).contains($0) }
            if edge.count == 2, ends.count == 2 {
                edges.append(ends.map { $0 - 1 })
            } else {
                let said = edge.prefix(4).map { "\($0)" }.joined(separator: ", ")
                parser.account.note(parser.file, place, "[\(said)] of its skeleton is no pair of keypoints, which are counted from 1")
            }
        }
        return DatasetSkeleton(keypoints: row.keypointNames, edges: edges)
    }

    private static func annotation(_ row: inout COCORow, _ number: Int, _ parser: COCOParser) throws {
        guard row.imageID != .none, row.categoryID != .none else {
            let lacking = row.imageID == .none ? "has no image_id" : "has no category_id"
            return parser.account.skip(parser.file, "annotations[\(number - 1)]", lacking)
        }
        row.finishPack()
        try add(row, number, category: parser.tables.categoryNumber(row.categoryID), parser)
    }

    /// One annotation for all segments of an image, whose pixels are in a picture.
    private static func segments(_ row: inout COCORow, _ number: Int, _ parser: COCOParser) throws {
        let place = "annotations[\(number - 1)]"
        let segments = row.segments ?? []
        guard row.imageID != .none, let file = row.fileName, !file.isEmpty else {
            let lacking = row.imageID == .none ? "has no image_id" : "has no file_name, the picture of its segments"
            return parser.account.skip(parser.file, place, lacking, count: max(1, segments.count))
        }
        row.pack.removeAll()
        row.pack.begin(.file)
        row.pack.append(Array(file.utf8))
        row.pack.end()
        row.pack.begin(.segments)
        for segment in segments {
            guard let id = segment.id.flatMap({ UInt32(exactly: $0) }), id > 0, id < 1 << 24, segment.categoryID != .none else {
                parser.account.skip(parser.file, place, "a segment without an id from 1 to 16777215 or without a category_id")
                continue
            }
            row.pack.append(id)
            row.pack.append(parser.tables.categoryNumber(segment.categoryID))
            row.pack.append(UInt32(segment.isCrowd ? 1 : 0))
        }
        row.pack.end()
        row.boxCount = 0
        try add(row, number, category: COCOTables.allSegments, parser)
    }

    private static func add(_ row: COCORow, _ number: Int, category: UInt32, _ parser: COCOParser) throws {
        let (id, isText) = id(row.id, number)
        parser.tables.add(
            COCOTables.Annotation(
                id: id, image: parser.tables.imageNumber(row.imageID), category: category, box: row.box,
                packOffset: parser.tables.spill.count, packLength: UInt32(row.pack.bytes.count), hasTextID: isText,
                hasBox: row.boxCount == 4, isCrowd: row.isCrowd, score: row.score))
        if !row.pack.bytes.isEmpty { try parser.tables.spill.append(row.pack.bytes) }
    }

    /// Results have no ids: their places count.
    private static func id(_ key: COCOKey, _ number: Int) -> (id: Int64, isText: Bool) {
        switch key {
        case .number(let value): (value, false)
        case .text(let text): (text.utf8.reduce(-3_750_763_034_362_895_579) { ($0 ^ Int64($1)) &* 1_099_511_628_211 }, true)
        case .none: (Int64(number), false)
        }
    }
}
