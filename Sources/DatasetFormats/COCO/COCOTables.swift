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

/// What a COCO file holds, in the order it came; sections may stand in any order, so nothing is joined before the end.
struct COCOTables {
    struct Image {
        var name: String
        var width: Int32
        var height: Int32
    }

    struct Annotation {
        var id: Int64
        /// Numbers in `imageKeys` and `categoryKeys`.
        var image: UInt32
        var category: UInt32
        var box: (Double, Double, Double, Double)
        /// Where the pack begins in the spill; its length.
        var packOffset: Int64
        var packLength: UInt32
        var hasBox: Bool
        var isCrowd: Bool
        /// -1 when there is none.
        var score: Float
    }

    /// Ids of any kind become small numbers, in the order in which they are first seen.
    var imageKeys: [COCOKey: UInt32] = [:]
    var categoryKeys: [COCOKey: UInt32] = [:]
    /// By number; nil when annotations speak of an image that is not there.
    var images: [Image?] = []
    /// By number, with the ids for messages.
    var categories: [(name: String?, id: COCOKey)] = []
    var annotations = BlockArray<Annotation>()

    mutating func imageNumber(_ key: COCOKey) -> UInt32 {
        if let number = imageKeys[key] { return number }
        let number = UInt32(images.count)
        imageKeys[key] = number
        images.append(nil)
        return number
    }

    mutating func categoryNumber(_ key: COCOKey) -> UInt32 {
        if let number = categoryKeys[key] { return number }
        let number = UInt32(categories.count)
        categoryKeys[key] = number
        categories.append((nil, key))
        return number
    }
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
