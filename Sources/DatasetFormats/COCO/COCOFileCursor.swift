import Core
import Geometry

/// Walks the images of one file that was read, each with its annotations and with the results that belong to it.
final class COCOFileCursor {
    private let file: String
    private let tables: COCOTables
    private let input: DatasetInput
    private let split: DatasetSplit?
    /// Positions of annotations in the order of their images, and where each image's begin.
    private var order: [UInt32] = []
    private var starts: [UInt32] = []
    private var seen: Set<String> = []
    private var index = 0
    /// Annotations with keypoints that gave way to an outline or a box, and the other way round.
    private var keypointsLeft = 0
    private var outlinesLeft = 0

    init(_ file: String, _ tables: COCOTables, _ input: DatasetInput) {
        self.file = file
        self.input = input
        self.tables = tables
        split = Self.split(of: file)
    }

    /// From the folders on its way, else from the words of its name.
    static func split(of file: String) -> DatasetSplit? {
        DatasetSplit(path: file) ?? file.lastComponent.withoutExtension.split(separator: "_").lazy.compactMap { DatasetSplit(folder: $0) }.first
    }

    /// Joins the tables; answers the classes. To be called once.
    func prepare(_ account: inout ImportAccount) -> [(name: String, skeleton: DatasetSkeleton?)] {
        var distinct: [(name: String, skeleton: DatasetSkeleton?)] = []
        var places: [String: Int] = [:]
        for category in tables.categories {
            guard let name = category.name else { continue }
            if let place = places[name] {
                account.note(file, "categories", "several ids are named \"\(name)\"; they become one class")
                if distinct[place].skeleton == nil { distinct[place].skeleton = category.skeleton }
            } else {
                places[name] = distinct.count
                distinct.append((name, category.skeleton))
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
        var hasSegments = false
        for index in 0..<tables.annotations.count {
            let image = Int(tables.annotations[index].image)
            order[Int(counts[image])] = UInt32(index)
            counts[image] += 1
            if tables.annotations[index].category == COCOTables.allSegments { hasSegments = true }
        }
        // Pictures of segments have the names of the images they belong to.
        if hasSegments { input.pictures.hide(under: COCOSegments.folder(of: file)) }
    }

    /// Of each file: results are numbered by themselves. Most files count up, and need no second look.
    private func findRepeatedIDs(_ account: inout ImportAccount) {
        for (place, part) in tables.files.enumerated() {
            let range = part.start..<(place + 1 < tables.files.count ? tables.files[place + 1].start : tables.annotations.count)
            guard zip(range, range.dropFirst()).contains(where: { tables.annotations[$0].id >= tables.annotations[$1].id }) else { continue }
            let ids = range.sorted { (tables.annotations[$0].id, $0) < (tables.annotations[$1].id, $1) }
            var last: Int64?
            for (before, after) in zip(ids, ids.dropFirst()) {
                let id = tables.annotations[after].id
                guard tables.annotations[before].id == id, id != last else { continue }
                last = id
                account.note(part.name, row(UInt32(after)), "the id is used more than once; all were read")
            }
        }
    }

    func next(_ account: inout ImportAccount) throws -> DatasetImage? {
        while index < tables.images.count {
            let number = index
            index += 1
            let positions = order[Int(starts[number])..<Int(starts[number + 1])]
            guard let image = tables.images[number] else {
                for position in positions {
                    account.skip(tables.file(of: Int(position)), row(position), "speaks of an image that is not in the file")
                }
                continue
            }
            guard let name = SafePath.normalise(image.name) else {
                account.skip(file, "images", "the path is not allowed: \(image.name.prefix(200))", count: 1 + positions.count)
                continue
            }
            return try read(image, name, positions, &account)
        }
        sayWhatWasLeft(&account)
        return nil
    }

    private func sayWhatWasLeft(_ account: inout ImportAccount) {
        if keypointsLeft > 0 { account.note(file, nil, "\(keypointsLeft) annotations have keypoints too, which were left for their outline or box") }
        if outlinesLeft > 0 { account.note(file, nil, "\(outlinesLeft) annotations have an outline too, which was left for their keypoints") }
        (keypointsLeft, outlinesLeft) = (0, 0)
    }

    private func row(_ position: UInt32) -> String {
        let annotation = tables.annotations[Int(position)]
        var id = "\(annotation.id)"
        if annotation.hasTextID, let pack = try? pack(annotation) {
            COCOShape.forEach(pack) { part, bytes in if part == .id { id = String(decoding: bytes, as: UTF8.self) } }
        }
        return "annotation \(id)"
    }

    private func pack(_ annotation: COCOTables.Annotation) throws -> [UInt8] {
        try tables.spill.read(at: annotation.packOffset, count: Int(annotation.packLength))
    }

    private func read(
        _ image: COCOTables.Image, _ name: String, _ positions: ArraySlice<UInt32>, _ account: inout ImportAccount
    ) throws -> DatasetImage {
        if !seen.insert(name).inserted { account.note(file, "images", "two images have the file name \(name)") }
        let declared = image.width > 0 && image.height > 0 ? PixelSize(width: Int(image.width), height: Int(image.height)) : nil
        let answer = input.pictures.isEmpty ? .missing : input.pictures.find(name, near: file.parentPath)
        let (path, size) = input.picture(answer, name: name, declared: declared, &account)
        var annotations: [DatasetAnnotation] = []
        annotations.reserveCapacity(positions.count)
        var gate = AnnotationGate(file: file, size: size)
        let hasResults = tables.files.count > 1
        for position in positions {
            let stored = tables.annotations[Int(position)]
            if hasResults { gate = AnnotationGate(file: tables.file(of: Int(position)), size: size) }
            if stored.category == COCOTables.allSegments {
                annotations += try segments(stored, position, gate, &account)
            } else if let annotation = try annotation(stored, position, gate, &account) {
                annotations.append(annotation)
            }
        }
        return DatasetImage(name: name, file: path, size: size, split: split ?? DatasetSplit(path: name), annotations: annotations)
    }

    private func label(_ category: Int, _ position: UInt32, _ gate: AnnotationGate, _ account: inout ImportAccount) -> String? {
        if let name = tables.categories[category].name { return name }
        account.skip(gate.file, row(position), "its category \(tables.categories[category].id) is not in the file")
        return nil
    }

    private func annotation(
        _ stored: COCOTables.Annotation, _ position: UInt32, _ gate: AnnotationGate, _ account: inout ImportAccount
    ) throws -> DatasetAnnotation? {
        guard let label = label(Int(stored.category), position, gate, &account) else { return nil }
        let box = stored.hasBox ? Box(x: stored.box.0, y: stored.box.1, width: stored.box.2, height: stored.box.3) : nil
        var attributes = JSONObject()
        var shape = box.map { Geometry.box($0) }
        if stored.packLength > 0 {
            var packed = COCOGeometry(try pack(stored))
            for fault in packed.faults {
                account.note(gate.file, row(position), "\(label): \(fault) was not read\(box == nil ? "" : "; its box stands")")
            }
            let skeleton = tables.categories[Int(stored.category)].skeleton
            shape = packed.geometry(box: box, prefersKeypoints: input.options.prefersKeypoints ?? (skeleton != nil))
            attributes = packed.attributes
            count(packed, shape)
            if case .keypoints(let points) = shape, let skeleton, points.count != skeleton.keypoints.count {
                let declared = skeleton.keypoints.count
                account.note(gate.file, row(position), "\(label): has \(points.count) keypoints where its category declares \(declared)")
            }
        }
        guard let shape else {
            account.skip(gate.file, row(position), "\(label): has neither a box nor an outline")
            return nil
        }
        guard let geometry = gate.admit(shape, row: row(position), label: label, &account) else { return nil }
        if stored.isCrowd { attributes["iscrowd"] = true }
        var annotation = DatasetAnnotation(
            label: label, geometry: geometry, attributes: attributes, confidence: confidence(stored, position, label, gate, &account))
        if let box { annotation.keep(box) }
        return annotation
    }

    private func count(_ packed: COCOGeometry, _ shape: Geometry?) {
        guard packed.hasKeypoints else { return }
        if case .keypoints = shape { outlinesLeft += packed.hasOutline ? 1 : 0 } else { keypointsLeft += 1 }
    }

    private func confidence(
        _ stored: COCOTables.Annotation, _ position: UInt32, _ label: String, _ gate: AnnotationGate, _ account: inout ImportAccount
    ) -> Double? {
        guard !stored.score.isNaN else { return nil }
        if (0...1).contains(stored.score) { return stored.score }
        let said = stored.score.isFinite ? "\(stored.score)" : "no finite number"
        account.note(gate.file, row(position), "\(label): its score is \(said), and was set within 0 to 1")
        return stored.score.isFinite ? min(max(stored.score, 0), 1) : 0
    }

    private func segments(
        _ stored: COCOTables.Annotation, _ position: UInt32, _ gate: AnnotationGate, _ account: inout ImportAccount
    ) throws -> [DatasetAnnotation] {
        let place = row(position)
        return COCOSegments(try pack(stored)).masks(gate.file, input, gate.size, row: place, &account).compactMap { segment, mask in
            guard let label = label(segment.category, position, gate, &account) else { return nil }
            guard let geometry = gate.admit(.mask(Mask(mask)), row: place, label: label, &account) else { return nil }
            return DatasetAnnotation(label: label, geometry: geometry, attributes: JSONObject(segment.isCrowd ? [("iscrowd", true)] : []))
        }
    }
}
