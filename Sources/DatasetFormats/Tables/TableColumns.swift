import Core

/// Which column of a table says what, known by the names in its first row.
struct TableColumns {
    enum Place: Equatable {
        case corners, size, center
    }

    private(set) var file = 0
    private(set) var label: Int?
    private(set) var place: Place?
    /// Left, top, right, bottom; or left (or middle), top (or middle), width, height.
    private(set) var numbers: [Int] = []
    private(set) var width: Int?
    private(set) var height: Int?
    private(set) var confidence: Int?
    private(set) var split: Int?
    /// Everything else becomes an attribute.
    private(set) var attributes: [(name: String, column: Int)] = []
    private(set) var count = 0
    /// The first row is a row of values already.
    private(set) var hasHeader = true
    /// Fractions of the image, whatever the numbers are.
    private(set) var isNormalised = false
    /// What it was known by, in words.
    private(set) var findings = ""

    private static let files = ["filename", "file", "filepath", "path", "imagename", "imagepath", "imagefile", "imageid", "image", "img"]
    private static let labels = ["class", "label", "classname", "labelname", "category", "categoryname", "object", "name"]
    private static let corners = [
        ["xmin", "x1", "left", "xtl"], ["ymin", "y1", "top", "ytl"], ["xmax", "x2", "right", "xbr"], ["ymax", "y2", "bottom", "ybr"],
    ]
    private static let origin = [["x", "bboxx", "boxx"], ["y", "bboxy", "boxy"]]
    private static let middle = [["cx", "xcenter", "centerx", "xc"], ["cy", "ycenter", "centery", "yc"]]
    private static let extent = [["w", "boxwidth", "bboxwidth", "width"], ["h", "boxheight", "bboxheight", "height"]]
    private static let frame = [["imagewidth", "imgwidth", "width"], ["imageheight", "imgheight", "height"]]
    private static let confidences = ["confidence", "score"]
    private static let splits = ["split", "subset", "set"]

    /// Whether a column of this name would be read as something other than an attribute.
    static func isReserved(_ name: String) -> Bool {
        let all = [files, labels, confidences, splits] + corners + origin + middle + extent + frame
        return all.contains { $0.contains(plain(name)) }
    }

    private static func plain(_ name: String) -> String { String(name.lowercased().filter { $0.isLetter || $0.isNumber }) }

    /// - Parameter first: the fields of the first row.
    /// - Returns: nil when it is no table of pictures.
    init?(_ first: [String]) {
        count = first.count
        if takeAutoML(first) || takeBare(first) { return }
        let names = first.map(Self.plain)
        var free = Set(names.indices)
        func find(_ wanted: [String]) -> Int? {
            wanted.lazy.compactMap { name in names.indices.first { names[$0] == name && free.contains($0) } }.first
        }
        func take(_ wanted: [String]) -> Int? {
            let found = find(wanted)
            if let found { free.remove(found) }
            return found
        }
        func takeAll(_ wanted: [[String]]) -> [Int]? {
            let found = wanted.compactMap(find)
            guard found.count == wanted.count else { return nil }
            free.subtract(found)
            return found
        }
        guard let file = take(Self.files) else { return nil }
        self.file = file
        label = take(Self.labels)
        if let found = takeAll(Self.corners) {
            (place, numbers) = (.corners, found)
        } else if let found = takeAll(Self.origin + Self.extent) {
            (place, numbers) = (.size, found)
        } else if let found = takeAll(Self.middle + Self.extent) {
            (place, numbers) = (.center, found)
        }
        guard label != nil else { return nil }
        width = take(Self.frame[0])
        height = take(Self.frame[1])
        confidence = take(Self.confidences)
        split = take(Self.splits)
        attributes = names.indices.filter { free.contains($0) && !names[$0].isEmpty }.map { (first[$0], $0) }
        findings = "columns \(([file, label].compactMap { $0 } + numbers).map { first[$0] }.joined(separator: ", "))"
    }

    /// Google's AutoML: no first row of names, the set first, fractions.
    private mutating func takeAutoML(_ first: [String]) -> Bool {
        guard first.count == 11, ["TRAIN", "TRAINING", "VALIDATION", "VALIDATE", "TEST", "UNASSIGNED"].contains(first[0].uppercased()) else {
            return false
        }
        (split, file, label, place, numbers, hasHeader, isNormalised) = (0, 1, 2, .corners, [3, 4, 7, 8], false, true)
        findings = "rows of AutoML (set, path, label and corners as fractions)"
        return true
    }

    /// RetinaNet's lists: path, four corners, class, and no first row of names.
    private mutating func takeBare(_ first: [String]) -> Bool {
        guard first.count == 6, PictureNames.matches(first[0]), first[1...4].allSatisfy({ $0.isEmpty || Numbers.double($0) != nil }) else {
            return false
        }
        (file, label, place, numbers, hasHeader) = (0, 5, .corners, [1, 2, 3, 4], false)
        findings = "rows of path, left, top, right, bottom, class, without a first row of names"
        return true
    }
}
