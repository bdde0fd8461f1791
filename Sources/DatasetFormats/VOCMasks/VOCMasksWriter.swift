import Core
import Geometry
import Pixels

/// Writes `SegmentationClass/`, `SegmentationObject/` (PNGs with VOC's palette), `labelmap.txt`, `ImageSets/Segmentation/` and
/// `JPEGImages/`. A pixel has one class and one object: where shapes overlap, the later one stands.
final class VOCMasksWriter: DatasetWriter {
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private let encode: LabelMapEncoder
    private var classes: ClassList
    private var names = FileNames()
    private var lists: [String: SpillBuffer] = [:]
    /// 0 is the background, 255 the void.
    private static let numbers = 254

    init(_ sink: any DatasetSink, _ options: WriteOptions) throws {
        guard let encode = options.encodeLabelMap else { throw FoveaError.bug("pictures of labels are written without an encoder for them") }
        self.sink = sink
        self.encode = encode
        classes = ClassList(options.classes)
    }

    func add(_ image: DatasetImage, picture: PictureBytes?) throws {
        guard let size = image.size, size.width > 0, size.height > 0, size.width * size.height <= 250_000_000 else {
            account.skip(image.name, nil, "its size is not known, and masks have as many pixels", count: 1 + image.annotations.count)
            return
        }
        let name = names.unique(image.name, in: "")
        let stem = name.withoutExtension
        var canvas = Canvas(size)
        for annotation in image.annotations { paint(annotation, image.name, &canvas) }
        if canvas.covered > 0 { account.note(image.name, nil, "\(canvas.covered) pixels belong to several shapes, and were given to the last") }
        for (folder, pixels) in [(LabelMapFolders.classes, canvas.classes), (LabelMapFolders.objects, canvas.objects)] {
            let map = LabelMap(width: size.width, height: size.height, channels: 1, bytes: pixels, palette: VOCPalette.bytes)
            try sink.write("\(folder)/\(stem).png", encode(map))
        }
        let list = image.split?.rawValue ?? "default"
        let spill = lists[list] ?? SpillBuffer(memoryLimit: 1 << 20)
        lists[list] = spill
        try spill.append(Array("\(stem)\n".utf8))
        if let picture { try sink.write("JPEGImages/\(name)", size: picture.size, next: picture.next) }
        account.took(image)
    }

    private struct Canvas {
        let size: PixelSize
        var classes: [UInt8]
        var objects: [UInt8]
        var last = 0
        /// Pixels that were painted over.
        var covered = 0

        init(_ size: PixelSize) {
            self.size = size
            classes = [UInt8](repeating: 0, count: size.width * size.height)
            objects = classes
        }

        mutating func paint(_ patch: Patch, _ number: Int) {
            last += 1
            for y in 0..<patch.height {
                for x in 0..<patch.width where patch.rows[y * patch.width + x] != 0 {
                    let pixel = (patch.top + y) * size.width + patch.left + x
                    if objects[pixel] != 0 { covered += 1 }
                    classes[pixel] = UInt8(number)
                    objects[pixel] = UInt8(last)
                }
            }
        }
    }

    private func paint(_ annotation: DatasetAnnotation, _ name: String, _ canvas: inout Canvas) {
        let label = annotation.label
        guard let runs = Self.mask(annotation.geometry, canvas.size) else {
            return account.skip(name, nil, "\(label): \(annotation.geometry.kind.rawValue) has no place in a mask")
        }
        guard let patch = runs.patch else { return account.skip(name, nil, "\(label): covers no pixel") }
        let number = classes.number(of: label) + 1
        guard number <= Self.numbers else { return account.skip(name, nil, "\(label): is beyond the \(Self.numbers) classes that a palette holds") }
        guard canvas.last < Self.numbers else {
            return account.skip(name, nil, "\(label): is beyond the \(Self.numbers) objects of an image that a palette holds")
        }
        canvas.paint(patch, number)
        if annotation.confidence != nil { account.note(name, nil, "\(label): masks have no place for a confidence") }
        if !annotation.attributes.members.isEmpty { account.note(name, nil, "\(label): masks have no place for attributes") }
    }

    /// What of the image a shape covers; nil for what has no area.
    private static func mask(_ geometry: Geometry, _ size: PixelSize) -> RunLengths? {
        let (height, width) = (size.height, size.width)
        switch geometry {
        case .mask(let mask): return mask.height == height && mask.width == width ? try? RunLengths(mask) : nil
        case .polygon(let polygon): return RunLengths(polygon, height: height, width: width)
        case .box(let box): return RunLengths(ring: box.corners, height: height, width: width)
        case .rotatedBox(let box): return RunLengths(ring: box.corners, height: height, width: width)
        case .polyline, .keypoints, .image: return nil
        }
    }

    func finish() throws {
        var text = "# label:color_rgb:parts:actions\nbackground:0,0,0::\n"
        for (index, name) in classes.names.prefix(Self.numbers).enumerated() {
            let color = VOCPalette.bytes[(index * 3 + 3)..<(index * 3 + 6)].map { "\($0)" }.joined(separator: ",")
            let safe = String(name.map { $0 == ":" || $0.isNewline ? "_" : $0 })
            if safe != name { account.note(VOCLabelMap.file, nil, "the class \"\(name)\" is written as \"\(safe)\"") }
            text += "\(safe):\(color)::\n"
        }
        try sink.write(VOCLabelMap.file, Array(text.utf8))
        for (name, list) in lists.sorted(by: { $0.key < $1.key }) {
            var pieces = SpilledPieces([.spill(list)])
            try sink.write("ImageSets/Segmentation/\(name).txt", size: pieces.total) { try pieces.next() }
        }
        try sink.finish()
    }
}
