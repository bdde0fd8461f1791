import Core
import Geometry

/// Takes the events of a COCO file and fills the tables. What it does not know it passes over, at any depth.
final class COCOParser: JSONEvents {
    var tables = COCOTables()
    let spill = SpillBuffer()
    var account: ImportAccount
    let file: String
    /// Why it stopped the parse itself.
    private(set) var stopReason: String?
    /// The top level was an object with at least one known section.
    private(set) var sawSection = false

    private enum Section { case none, images, annotations, categories }
    private enum Field {
        case none, id, fileName, width, height, name, imageID, categoryID, box, segmentation, keypoints, attributes, crowd, score
        case size, counts
    }

    private var depth = 0
    private var section = Section.none
    private var field = Field.none
    private var subfield = Field.none
    private var rowNumber = 0
    private var row = COCORow()
    private var numbers: [Double] = []
    private var builder: JSONBuilder?
    private var builderDepth = 0

    init(file: String, account: ImportAccount) {
        self.file = file
        self.account = account
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
            row = COCORow()
            rowNumber += 1
            field = .none
        } else if depth == 4, field == .attributes, section == .annotations {
            let started = JSONBuilder(maximumDepth: 16)
            builder = started
            builderDepth = depth
            return started.startObject()
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
        if depth == 3, section != .none { return finishRow() }
        return true
    }

    func startArray() -> Bool {
        depth += 1
        if depth > 64 { return stop("it nests deeper than 64 levels") }
        if let builder { return builder.startArray() || stop("attributes nest too deep") }
        if depth == 4 || (depth == 5 && (field == .segmentation || subfield == .size || subfield == .counts)) {
            numbers.removeAll(keepingCapacity: true)
        }
        return true
    }

    func endArray() -> Bool {
        defer { depth -= 1 }
        if let builder { return builder.endArray() }
        switch (depth, field, subfield) {
        case (2, _, _): section = .none
        case (4, .box, _): row.box = numbers
        case (4, .keypoints, _): row.keypoints = numbers
        case (4, .segmentation, .none) where !numbers.isEmpty: row.rings.append(numbers)  // one ring not in a list of its own
        case (5, .segmentation, .size): row.size = numbers
        case (5, .segmentation, .counts): row.counts = numbers
        case (5, .segmentation, .none):
            row.rings.append(numbers)
            numbers.removeAll(keepingCapacity: true)
        default: break
        }
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
            bytes.count == text.utf8CodeUnitCount && memcmpEqual(bytes.baseAddress, text.utf8Start, bytes.count)
        }
        switch bytes.count {
        case 2: return isText("id") ? .id : .none
        case 4: return isText("bbox") ? .box : isText("name") ? .name : .none
        case 5: return isText("width") ? .width : isText("score") ? .score : .none
        case 6: return isText("height") ? .height : .none
        case 7: return isText("iscrowd") ? .crowd : .none
        case 8: return isText("image_id") ? .imageID : .none
        case 9: return isText("file_name") ? .fileName : isText("keypoints") ? .keypoints : .none
        case 10: return isText("attributes") ? .attributes : .none
        case 11: return isText("category_id") ? .categoryID : .none
        case 12: return isText("segmentation") ? .segmentation : .none
        default: return .none
        }
    }

    // MARK: values

    func null() -> Bool { builder?.null() ?? true }

    func boolean(_ value: Bool) -> Bool {
        if let builder { return builder.boolean(value) }
        if depth == 3, field == .crowd { row.isCrowd = value }
        return true
    }

    func integer(_ value: Int64) -> Bool {
        if let builder { return builder.integer(value) }
        if depth > 3 {
            numbers.append(Double(value))
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
            numbers.append(value)
        } else if depth == 3 {
            // Some tools write ids as 1.0.
            if let whole = Int64(exactly: value), field == .id || field == .imageID || field == .categoryID { return integer(whole) }
            scalar(value)
        }
        return true
    }

    private func scalar(_ value: Double) {
        switch field {
        case .width: row.width = value
        case .height: row.height = value
        case .crowd: row.isCrowd = value != 0
        case .score: row.score = Float(value)
        default: break
        }
    }

    func string(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if let builder { return builder.string(bytes) }
        if depth == 3 {
            switch field {
            case .fileName: row.fileName = String(decoding: bytes, as: UTF8.self)
            case .name: row.name = String(decoding: bytes, as: UTF8.self)
            case .id: row.id = .text(String(decoding: bytes, as: UTF8.self))
            case .imageID: row.imageID = .text(String(decoding: bytes, as: UTF8.self))
            case .categoryID: row.categoryID = .text(String(decoding: bytes, as: UTF8.self))
            default: break
            }
        } else if depth == 4, field == .segmentation, subfield == .counts {
            row.compressed = Array(bytes)
        }
        return true
    }

    // MARK: rows

    private func finishRow() -> Bool {
        switch section {
        case .none: break
        case .images: finishImage()
        case .categories: finishCategory()
        case .annotations:
            do { try finishAnnotation() } catch { return stop("\((error as? FoveaError)?.message ?? "\(error)")") }
        }
        return true
    }

    private func finishImage() {
        guard row.id != .none, let name = row.fileName, !name.isEmpty else {
            account.skip(file, "images[\(rowNumber - 1)]", row.id == .none ? "has no id" : "has no file_name")
            return
        }
        let number = Int(tables.imageNumber(row.id))
        guard tables.images[number] == nil else {
            account.skip(
                file, "images[\(rowNumber - 1)]", "the id \(row.id) is used twice; the first image keeps it (this one is \(name.prefix(200)))")
            return
        }
        func side(_ value: Double) -> Int32 { value.isFinite && value >= 1 && value <= 16_777_216 ? Int32(value) : 0 }
        tables.images[number] = COCOTables.Image(name: name, width: side(row.width), height: side(row.height))
    }

    private func finishCategory() {
        guard row.id != .none else {
            account.note(file, "categories[\(rowNumber - 1)]", "has no id")
            return
        }
        let number = Int(tables.categoryNumber(row.id))
        guard tables.categories[number].name == nil else {
            account.note(file, "categories[\(rowNumber - 1)]", "the id \(row.id) is used twice; the first name counts")
            return
        }
        if row.name?.isEmpty ?? true { account.note(file, "categories[\(rowNumber - 1)]", "has no name") }
        tables.categories[number].name = row.name.flatMap { $0.isEmpty ? nil : $0 } ?? "category \(row.id)"
    }

    private func finishAnnotation() throws {
        guard row.imageID != .none, row.categoryID != .none else {
            account.skip(file, "annotations[\(rowNumber - 1)]", row.imageID == .none ? "has no image_id" : "has no category_id")
            return
        }
        let pack = row.pack()
        let id: Int64 = if case .number(let value) = row.id { value } else { Int64(rowNumber) }
        let box: (Double, Double, Double, Double) = row.box.count == 4 ? (row.box[0], row.box[1], row.box[2], row.box[3]) : (0, 0, 0, 0)
        tables.annotations.append(
            COCOTables.Annotation(
                id: id, image: tables.imageNumber(row.imageID), category: tables.categoryNumber(row.categoryID), box: box,
                packOffset: spill.count, packLength: UInt32(pack.count), hasBox: row.box.count == 4, isCrowd: row.isCrowd, score: row.score))
        if !pack.isEmpty { try spill.append(pack) }
    }
}

private func memcmpEqual(_ a: UnsafePointer<UInt8>?, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard let a else { return count == 0 }
    for index in 0..<count where a[index] != b[index] { return false }
    return true
}

/// One element of a section while it is read.
struct COCORow {
    var id = COCOKey.none
    var imageID = COCOKey.none
    var categoryID = COCOKey.none
    var fileName: String?
    var name: String?
    var width = 0.0
    var height = 0.0
    var isCrowd = false
    var score: Float = -1
    var box: [Double] = []
    var rings: [[Double]] = []
    var size: [Double] = []
    var counts: [Double] = []
    var compressed: [UInt8] = []
    var keypoints: [Double] = []
    var attributes: JSON?

    func pack() -> [UInt8] {
        var pack: [UInt8] = []
        for ring in rings { COCOShape.append(.ring, ring, to: &pack) }
        if !compressed.isEmpty { COCOShape.append(.compressed, size, compressed, to: &pack) }
        if !counts.isEmpty { COCOShape.append(.counts, size + counts, to: &pack) }
        if keypoints.contains(where: { $0 != 0 }) { COCOShape.append(.keypoints, keypoints, to: &pack) }
        if let attributes, attributes.object?.members.isEmpty == false { COCOShape.append(.attributes, attributes.bytes, to: &pack) }
        return pack
    }
}

extension COCOShape {
    /// Run lengths as text, after their size as two numbers.
    static func append(_ part: Part, _ size: [Double], _ text: [UInt8], to pack: inout [UInt8]) {
        let numbers = size.count == 2 ? size : [0, 0]
        append(part, numbers.withUnsafeBytes { Array($0) } + text, to: &pack)
    }
}
