import Core

/// Takes the events of a COCO file and fills the tables. What it does not know it passes over, at any depth.
///
/// Depths: 1 is the file's object, 2 a section, 3 one of its elements, 4 and more what that holds. A list of results, which has
/// no sections, counts as one of annotations.
final class COCOParser: JSONEvents {
    let tables: COCOTables
    var account = ImportAccount()
    let file: String
    /// Why it stopped the parse itself.
    private(set) var stopReason: String?
    /// The top level was an object with at least one known section, or a list of results.
    private(set) var sawSection = false

    enum Section { case none, images, annotations, categories }
    private enum Field {
        case none, id, fileName, width, height, name, imageID, categoryID, box, segmentation, keypoints, skeleton, attributes, crowd, score
        case segments, size, counts
    }
    /// What numbers in a list are for.
    private enum Collected { case nothing, box, ring, keypoints, size, counts, edge }

    private var depth = 0
    private var section = Section.none
    private var field = Field.none
    private var subfield = Field.none
    private var collected = Collected.nothing
    /// Of the list that they are in; lists within it are part of it.
    private var collectedDepth = 0
    /// Some keypoint is not all zeros.
    private var hasKeypoints = false
    private var rowNumber = 0
    private var row = COCORow()
    private var builder: JSONBuilder?
    private var builderDepth = 0

    init(file: String, tables: COCOTables) {
        self.file = file
        self.tables = tables
        tables.begin(file)
    }

    private func stop(_ reason: String) -> Bool {
        stopReason = reason
        return false
    }

    // MARK: structure

    func startObject() -> Bool {
        depth += 1
        if depth > 64 { return stop("it nests deeper than 64 levels") }
        if let builder { return builder.startObject() || stop("attributes nest too deep") }
        if depth == 3, section != .none {
            row.clear()
            rowNumber += 1
            field = .none
        } else if depth == 4, field == .attributes, section == .annotations {
            let started = JSONBuilder(maximumDepth: 16)
            builder = started
            builderDepth = depth
            return started.startObject()
        } else if depth == 5, field == .segments, section == .annotations {
            row.segments?.append(COCORow.Segment())
        }
        return true
    }

    func endObject() -> Bool {
        defer { depth -= 1 }
        if let builder {
            _ = builder.endObject()
            if depth == builderDepth {
                row.attributes = builder.root
                self.builder = nil
            }
            return true
        }
        if depth == 3, section != .none {
            do { try COCORows.finish(section, &row, number: rowNumber, self) } catch {
                return stop((error as? FoveaError)?.message ?? "\(error)")
            }
        }
        return true
    }

    func startArray() -> Bool {
        if depth == 0 {
            depth = 2
            section = .annotations
            sawSection = true
            return true
        }
        depth += 1
        if depth > 64 { return stop("it nests deeper than 64 levels") }
        if let builder { return builder.startArray() || stop("attributes nest too deep") }
        if depth == 4, section != .none {
            startList()
        } else if depth == 5, section == .annotations, field == .segmentation {
            switch subfield {
            case .size: begin(.size)
            case .counts: begin(.counts)
            default: if collected == .nothing { beginRing() }
            }
        } else if depth == 5, section == .categories, field == .skeleton {
            row.edges.append([])
            begin(.edge)
        }
        return true
    }

    private func startList() {
        switch (section, field) {
        case (.annotations, .box):
            row.boxCount = 0
            begin(.box)
        case (.annotations, .keypoints):
            row.pack.begin(.keypoints)
            hasKeypoints = false
            begin(.keypoints)
        case (.annotations, .segments): row.segments = []
        default: break
        }
    }

    private func beginRing() {
        row.pack.begin(.ring)
        begin(.ring)
    }

    private func begin(_ what: Collected) {
        collected = what
        collectedDepth = depth
    }

    func endArray() -> Bool {
        defer { depth -= 1 }
        if let builder { return builder.endArray() }
        if depth == 2 { section = .none }
        guard depth == collectedDepth else { return true }
        switch collected {
        case .ring: row.pack.end()
        case .keypoints: if hasKeypoints { row.pack.end() } else { row.pack.drop() }
        case .nothing, .box, .size, .counts, .edge: break
        }
        collected = .nothing
        return true
    }

    func key(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if let builder { return builder.key(bytes) }
        switch depth {
        case 1:
            section = Self.section(bytes)
            rowNumber = 0
            if section != .none { sawSection = true }
        case 3 where section != .none:
            field = Self.field(bytes)
            subfield = .none
        case 4 where field == .segmentation:
            subfield = bytes.elementsEqual("size".utf8) ? .size : bytes.elementsEqual("counts".utf8) ? .counts : .none
        case 5 where field == .segments: subfield = Self.field(bytes)
        default: break
        }
        return true
    }

    private static func section(_ bytes: UnsafeBufferPointer<UInt8>) -> Section {
        switch String(decoding: bytes, as: UTF8.self) {
        case "images": .images
        case "annotations": .annotations
        case "categories": .categories
        default: .none
        }
    }

    /// By length first: this is asked for each member of each row.
    private static func field(_ bytes: UnsafeBufferPointer<UInt8>) -> Field {
        func isText(_ text: StaticString) -> Bool {
            bytes.count == text.utf8CodeUnitCount && isEqual(bytes.baseAddress, text.utf8Start, bytes.count)
        }
        switch bytes.count {
        case 2: return isText("id") ? .id : .none
        case 4: return isText("bbox") ? .box : isText("name") ? .name : .none
        case 5: return isText("width") ? .width : isText("score") ? .score : .none
        case 6: return isText("height") ? .height : .none
        case 7: return isText("iscrowd") ? .crowd : .none
        case 8: return isText("image_id") ? .imageID : isText("skeleton") ? .skeleton : .none
        case 9: return isText("file_name") ? .fileName : isText("keypoints") ? .keypoints : .none
        case 10: return isText("attributes") ? .attributes : .none
        case 11: return isText("category_id") ? .categoryID : .none
        case 12: return isText("segmentation") ? .segmentation : .none
        case 13: return isText("segments_info") ? .segments : .none
        default: return .none
        }
    }

    // MARK: values

    func null() -> Bool {
        if let builder { return builder.null() }
        return true
    }

    func boolean(_ value: Bool) -> Bool {
        if let builder { return builder.boolean(value) }
        if depth == 3, field == .crowd { row.isCrowd = value }
        return true
    }

    func integer(_ value: Int64) -> Bool {
        if let builder { return builder.integer(value) }
        if depth > 3 {
            if depth == 5, field == .segments { return segment(value) }
            collect(Double(value))
        } else if depth == 3 {
            switch field {
            case .id: row.id = .number(value)
            case .imageID: row.imageID = .number(value)
            case .categoryID: row.categoryID = .number(value)
            default: scalar(Double(value))
            }
        }
        return true
    }

    func number(_ value: Double) -> Bool {
        if let builder { return builder.number(value) }
        if depth > 3 {
            collect(value)
        } else if depth == 3 {
            // Some tools write ids as 1.0.
            if let whole = Int64(exactly: value), field == .id || field == .imageID || field == .categoryID { return integer(whole) }
            scalar(value)
        }
        return true
    }

    private func collect(_ value: Double) {
        switch collected {
        case .box: row.addToBox(value)
        case .ring: row.pack.append(value)
        case .keypoints:
            row.pack.append(value)
            if value != 0 { hasKeypoints = true }
        case .size: row.size.append(value)
        case .counts: row.counts.append(value)
        case .edge: row.edges[row.edges.count - 1].append(value)
        case .nothing:
            // One ring that is not in a list of its own.
            guard depth == 4, section == .annotations, field == .segmentation, subfield == .none else { return }
            beginRing()
            row.pack.append(value)
        }
    }

    private func segment(_ value: Int64) -> Bool {
        guard let last = row.segments?.indices.last else { return true }
        switch subfield {
        case .id: row.segments?[last].id = Double(value)
        case .categoryID: row.segments?[last].categoryID = .number(value)
        case .crowd: row.segments?[last].isCrowd = value != 0
        default: break
        }
        return true
    }

    private func scalar(_ value: Double) {
        switch field {
        case .width: row.width = value
        case .height: row.height = value
        case .crowd: row.isCrowd = value != 0
        case .score: row.score = value.isNaN ? .infinity : value
        default: break
        }
    }

    func string(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if let builder { return builder.string(bytes) }
        if depth == 3 {
            let text = String(decoding: bytes, as: UTF8.self)
            switch field {
            case .fileName: row.fileName = text
            case .name: row.name = text
            case .id: row.id = .text(text)
            case .imageID: row.imageID = .text(text)
            case .categoryID: row.categoryID = .text(text)
            default: break
            }
        } else if depth == 4, field == .segmentation, subfield == .counts {
            row.compressed = Array(bytes)
        } else if depth == 4, field == .keypoints, section == .categories {
            row.keypointNames.append(String(decoding: bytes, as: UTF8.self))
        } else if depth == 5, field == .segments, subfield == .categoryID, let last = row.segments?.indices.last {
            row.segments?[last].categoryID = .text(String(decoding: bytes, as: UTF8.self))
        }
        return true
    }
}

private func isEqual(_ a: UnsafePointer<UInt8>?, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard let a else { return count == 0 }
    for index in 0..<count where a[index] != b[index] { return false }
    return true
}
