import Geometry

/// Rows in blocks, so that growing never copies: the peak stays at what is held.
struct BlockArray<Element> {
    private var blocks: [[Element]] = []
    private(set) var count = 0
    private static var blockSize: Int { 1 << 16 }

    mutating func append(_ element: Element) {
        if count % Self.blockSize == 0 {
            var block: [Element] = []
            block.reserveCapacity(Self.blockSize)
            blocks.append(block)
        }
        blocks[blocks.count - 1].append(element)
        count += 1
    }

    subscript(index: Int) -> Element { blocks[index / Self.blockSize][index % Self.blockSize] }
}

/// What COCO files hold, in the order it came; sections may stand in any order, so nothing is joined before the end. A list of
/// results fills the tables of the file that names its images and categories.
final class COCOTables {
    struct Image {
        var name: String
        var width: Int32
        var height: Int32
    }

    struct Category {
        var id: COCOKey
        var name: String?
        var skeleton: DatasetSkeleton?
    }

    struct Annotation {
        var id: Int64
        /// Numbers in `images` and `categories`.
        var image: UInt32
        var category: UInt32
        var box: (Double, Double, Double, Double)
        /// Where the pack begins in the spill; its length.
        var packOffset: Int64
        var packLength: UInt32
        /// The id is text: `id` is a hash of it, and the pack holds the text.
        var hasTextID: Bool
        var hasBox: Bool
        var isCrowd: Bool
        /// Not a number when there is none.
        var score: Double
    }

    /// The category of an annotation that speaks of all segments of its image.
    static let allSegments = UInt32.max

    /// By number; nil when annotations speak of an image that is not there.
    private(set) var images: [Image?] = []
    private(set) var categories: [Category] = []
    private(set) var annotations = BlockArray<Annotation>()
    /// The name of each file, and where its annotations begin.
    private(set) var files: [(name: String, start: Int)] = []
    let spill = SpillBuffer()
    private var imageKeys = COCOKeys()
    private var categoryKeys = COCOKeys()

    func begin(_ file: String) { files.append((file, annotations.count)) }

    /// The file that an annotation stands in.
    func file(of annotation: Int) -> String { files.last { $0.start <= annotation }?.name ?? "" }

    /// A number for an image's id, in the order in which they are first seen.
    func imageNumber(_ key: COCOKey) -> UInt32 {
        let (number, isNew) = imageKeys.number(key)
        if isNew { images.append(nil) }
        return number
    }

    func categoryNumber(_ key: COCOKey) -> UInt32 {
        let (number, isNew) = categoryKeys.number(key)
        if isNew { categories.append(Category(id: key)) }
        return number
    }

    /// False when the id is taken.
    func set(_ image: Image, _ key: COCOKey) -> Bool {
        let number = Int(imageNumber(key))
        guard images[number] == nil else { return false }
        images[number] = image
        return true
    }

    func set(category name: String, _ skeleton: DatasetSkeleton?, _ key: COCOKey) -> Bool {
        let number = Int(categoryNumber(key))
        guard categories[number].name == nil else { return false }
        categories[number].name = name
        categories[number].skeleton = skeleton
        return true
    }

    func add(_ annotation: Annotation) { annotations.append(annotation) }
}

/// An id as files have it: mostly a number, sometimes text.
enum COCOKey: Hashable, CustomStringConvertible {
    case number(Int64)
    case text(String)
    case none

    var description: String {
        switch self {
        case .number(let value): "\(value)"
        case .text(let text): text
        case .none: "(none)"
        }
    }
}

/// Small numbers for ids. Annotations mostly come image by image, so the last id is asked for again and again.
private struct COCOKeys {
    private var numbers: [Int64: UInt32] = [:]
    private var texts: [String: UInt32] = [:]
    private var last: (key: Int64, number: UInt32)?
    private var count: UInt32 = 0

    mutating func number(_ key: COCOKey) -> (number: UInt32, isNew: Bool) {
        switch key {
        case .number(let value):
            if let last, last.key == value { return (last.number, false) }
            let found = numbers[value]
            let number = found ?? next()
            if found == nil { numbers[value] = number }
            last = (value, number)
            return (number, found == nil)
        case .text(let text):
            if let found = texts[text] { return (found, false) }
            let number = next()
            texts[text] = number
            return (number, true)
        case .none: return (next(), true)
        }
    }

    private mutating func next() -> UInt32 {
        defer { count += 1 }
        return count
    }
}
