import Core
import Geometry

/// Walks the images of one file that was read, each with its annotations.
final class COCOFileCursor {
    private let file: String
    private let tables: COCOTables
    private let spill: SpillBuffer
    private let input: DatasetInput
    private let split: DatasetSplit?
    /// Positions of annotations in the order of their images, and where each image's begin.
    private var order: [UInt32] = []
    private var starts: [UInt32] = []
    private var names: [String?] = []
    private var seen: Set<String> = []
    private var index = 0

    init(_ file: String, _ parser: COCOParser, _ input: DatasetInput) {
        self.file = file
        self.input = input
        tables = parser.tables
        spill = parser.spill
        split =
            DatasetSplit(path: file) ?? file.lastComponent.withoutExtension.split(separator: "_").lazy.compactMap { DatasetSplit(folder: $0) }.first
    }

    /// Joins the tables; answers the class names. To be called once.
    func prepare(_ account: inout ImportAccount) -> [String] {
        var distinct: [String] = []
        for category in tables.categories {
            names.append(category.name)
            guard let name = category.name else { continue }
            if distinct.contains(name) {
                account.note(file, "categories", "several ids are named \"\(name)\"; they become one class")
            } else {
                distinct.append(name)
            }
        }
        group()
        findRepeatedIDs(&account)
        return distinct
    }

    /// A counting sort: two arrays of 4 bytes, no comparison.
    private func group() {
        var counts = [UInt32](repeating: 0, count: tables.images.count + 1)
        for index in 0..<tables.annotations.count { counts[Int(tables.annotations[index].image) + 1] += 1 }
        for index in 1..<counts.count { counts[index] += counts[index - 1] }
        starts = counts
        order = [UInt32](repeating: 0, count: tables.annotations.count)
        for index in 0..<tables.annotations.count {
            let image = Int(tables.annotations[index].image)
            order[Int(counts[image])] = UInt32(index)
            counts[image] += 1
        }
    }

    private func findRepeatedIDs(_ account: inout ImportAccount) {
        var ids = (0..<tables.annotations.count).map { tables.annotations[$0].id }
        ids.sort()
        var last: Int64?
        for index in ids.indices.dropFirst() where ids[index] == ids[index - 1] && ids[index] != last {
            last = ids[index]
            account.note(file, "annotation \(ids[index])", "the id is used more than once; all were read")
        }
    }

    func next(_ account: inout ImportAccount) throws -> DatasetImage? {
        while index < tables.images.count {
            let number = index
            index += 1
            let positions = order[Int(starts[number])..<Int(starts[number + 1])]
            guard let image = tables.images[number] else {
                for position in positions { account.skip(file, row(position), "speaks of an image that is not in the file") }
                continue
            }
            guard let name = SafePath.normalise(image.name) else {
                account.skip(file, "images", "the path is not allowed: \(image.name.prefix(200))", count: 1 + positions.count)
                continue
            }
            return try read(image, name, positions, &account)
        }
        return nil
    }

    private func row(_ position: UInt32) -> String { "annotation \(tables.annotations[Int(position)].id)" }

    private func read(
        _ image: COCOTables.Image, _ name: String, _ positions: ArraySlice<UInt32>, _ account: inout ImportAccount
    ) throws -> DatasetImage {
        if !seen.insert(name).inserted { account.note(file, "images", "two images have the file name \(name)") }
        let declared = image.width > 0 && image.height > 0 ? PixelSize(width: Int(image.width), height: Int(image.height)) : nil
        let answer = input.pictures.isEmpty ? .missing : input.pictures.find(name, near: file.parentPath)
        let (path, size) = input.picture(answer, name: name, declared: declared, &account)
        var annotations: [DatasetAnnotation] = []
        annotations.reserveCapacity(positions.count)
        let gate = AnnotationGate(file: file, size: size)
        for position in positions {
            if let annotation = try annotation(position, gate, &account) { annotations.append(annotation) }
        }
        return DatasetImage(name: name, file: path, size: size, split: split ?? DatasetSplit(path: name), annotations: annotations)
    }

    private func annotation(_ position: UInt32, _ gate: AnnotationGate, _ account: inout ImportAccount) throws -> DatasetAnnotation? {
        let stored = tables.annotations[Int(position)]
        guard let label = names[Int(stored.category)] else {
            account.skip(file, row(position), "its category \(tables.categories[Int(stored.category)].id) is not in the file")
            return nil
        }
        let box = stored.hasBox ? Box(x: stored.box.0, y: stored.box.1, width: stored.box.2, height: stored.box.3) : nil
        var attributes = JSONObject()
        var shape = box.map { Geometry.box($0) }
        if stored.packLength > 0 {
            var packed = COCOGeometry(try spill.read(at: stored.packOffset, count: Int(stored.packLength)))
            for fault in packed.faults { account.note(file, row(position), "\(label): \(fault) was not read\(box == nil ? "" : "; its box stands")") }
            shape = packed.geometry(box: box, prefersKeypoints: input.options.prefersKeypoints)
            attributes = packed.attributes
        }
        guard let shape else {
            account.skip(file, row(position), "\(label): has neither a box nor an outline")
            return nil
        }
        guard let geometry = gate.admit(shape, row: row(position), label: label, &account) else { return nil }
        if stored.isCrowd { attributes["iscrowd"] = true }
        return DatasetAnnotation(label: label, geometry: geometry, attributes: attributes, confidence: stored.score >= 0 ? Double(stored.score) : nil)
    }
}
