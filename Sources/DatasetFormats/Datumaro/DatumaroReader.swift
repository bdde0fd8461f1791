import Core
import Geometry

/// Reads Datumaro's JSON: `annotations/<subset>.json`, cut into items as they come, each of them parsed by itself.
public final class DatumaroReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var skeletons: [String: DatasetSkeleton] = [:]
    public private(set) var account: ImportAccount
    private let input: DatasetInput
    private var files: [String]
    private var file = ""
    private var labels: [String] = []
    private var items: JSONSlicer?
    private var number = 0
    private var seen: Set<String> = []
    private var ledger = PictureLedger()

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        files = input.single.map { [$0] } ?? input.tree.files.filter { $0.fileExtension == "json" && Self.matches(input.tree.path(of: $0)) }
        guard !files.isEmpty else { throw FoveaError.invalid("path", "holds no file of Datumaro (a JSON object with categories and items)") }
        files.reverse()
    }

    /// Whether a file begins as one of Datumaro's.
    static func matches(_ path: String) -> Bool {
        let text = FormatDetection.head(path, 64 << 10).filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
        guard text.hasPrefix("{") else { return false }
        return text.contains("\"dm_format_version\":") || (text.contains("\"categories\":{") && text.contains("\"items\":["))
    }

    public func next() throws -> DatasetImage? {
        while true {
            guard let slicer = items else {
                guard let file = files.popLast() else { return ledger.nextUnused(input, &account) { DatasetSplit(path: $0) } }
                try open(file)
                continue
            }
            do {
                guard let bytes = try slicer.element() else {
                    items = nil
                    continue
                }
                number += 1
                if let image = image(bytes) {
                    account.took(image)
                    return image
                }
            } catch {
                breakOff(error)
                items = nil
            }
        }
    }

    private func breakOff(_ failure: JSONSlicer.Failure) {
        account.skip(file, "byte \(failure.offset)", "the file breaks off (\(failure.reason)); what stands before was read")
    }

    /// Categories may stand behind the items, so they are looked for first.
    private func open(_ file: String) throws {
        self.file = file
        number = 0
        let path = input.tree.path(of: file)
        let first = try JSONSlicer(path)
        guard first.enter() == .object else { throw FoveaError(.malformed, "\(file) is no file of Datumaro.") }
        do {
            labels = []
            while let name = try first.member() {
                if name == "categories" { take((try? JSON.lenient(first.value())) ?? .null) } else { try first.skipValue() }
            }
        } catch { account.note(file, nil, "the file breaks off before its end: \(error.reason)") }
        let second = try JSONSlicer(path)
        guard second.enter() == .object else { return }
        do {
            while let name = try second.member() {
                guard name == "items" else {
                    try second.skipValue()
                    continue
                }
                guard second.enter() == .array else { throw JSONSlicer.Failure(offset: second.offset, reason: "items is no list") }
                items = second
                return
            }
            account.note(file, nil, "has no items")
        } catch let failure as JSONSlicer.Failure { breakOff(failure) }
    }

    private func take(_ categories: JSON) {
        let list = categories["label"]?["labels"]?.array ?? []
        labels = list.enumerated().map { index, label in
            guard let name = label["name"]?.string, !name.isEmpty else {
                account.note(file, "label \(index)", "has no name")
                return "class \(index)"
            }
            return name
        }
        for name in labels where !classes.contains(name) { classes.append(name) }
        for item in categories["points"]?["items"]?.array ?? [] {
            guard let id = item["label_id"]?.int.flatMap({ Int(exactly: $0) }), labels.indices.contains(id) else { continue }
            let names = (item["labels"]?.array ?? []).compactMap(\.string)
            let edges = (item["joints"]?.array ?? []).compactMap { joint -> [Int]? in
                let pair = (joint.array ?? []).compactMap { $0.int.flatMap { Int(exactly: $0) } }
                return pair.count == 2 && pair.allSatisfy(names.indices.contains) ? pair : nil
            }
            skeletons[labels[id]] = DatasetSkeleton(keypoints: names, edges: edges)
        }
    }

    private func image(_ bytes: [UInt8]) -> DatasetImage? {
        let json: JSON
        do { json = try JSON.lenient(bytes) } catch {
            account.skip(file, "item \(number)", "is no JSON: \(error.reason)")
            return nil
        }
        guard let id = json["id"].flatMap({ $0.string ?? $0.int.map(String.init) }) else {
            account.skip(file, "item \(number)", "has no id")
            return nil
        }
        let row = "item \(id.prefix(200))"
        if let other = ["point_cloud", "video", "video_frame"].first(where: { json[$0] != nil }) {
            account.skip(file, row, "is a \(other), which has no place here")
            return nil
        }
        let named = (json["image"]?["path"] ?? json["media"]?["path"])?.string ?? ""
        guard let name = SafePath.normalise(named.isEmpty ? id + ".jpg" : named) else {
            account.skip(file, row, "names a picture by a path that is not allowed: \(named.prefix(200))")
            return nil
        }
        if !seen.insert("\(file)/\(id)").inserted { account.note(file, row, "the id is used more than once; all were read") }
        var answer = input.pictures.find(name, near: "images/\(file.lastComponent.withoutExtension)")
        if answer == .missing, named.isEmpty { answer = input.pictures.find(stem: id, near: file.parentPath) }
        if case .found(let picture) = answer { _ = ledger.use(picture) }
        let sides = (json["image"]?["size"]?.array ?? []).compactMap { $0.int.map(String.init) }
        let declared = sides.count == 2 ? PixelSize(width: sides[1], height: sides[0]) : nil
        let (path, size) = input.picture(answer, name: name, declared: declared, &account)
        if let attributes = json["attr"]?.object, !attributes.members.isEmpty {
            account.note(
                file, row, "attributes of the whole item have no place here: \(attributes.members.map(\.key).prefix(8).joined(separator: ", "))")
        }
        var image = DatasetImage(name: name, file: path, size: size, split: DatasetSplit(folder: file.lastComponent.withoutExtension))
        for (place, annotation) in (json["annotations"]?.array ?? []).enumerated() {
            if let taken = self.annotation(annotation, "\(row), annotation \(place + 1)", size) { image.annotations.append(taken) }
        }
        return image
    }

    private func annotation(_ json: JSON, _ row: String, _ size: PixelSize?) -> DatasetAnnotation? {
        let type = json["type"]?.string ?? ""
        guard let id = json["label_id"]?.int.flatMap({ Int(exactly: $0) }), labels.indices.contains(id) else {
            account.skip(
                file, row,
                type == "caption" ? "a caption has no place here" : "its label \(json["label_id"]?.text.prefix(40) ?? "") is not in the categories")
            return nil
        }
        let label = labels[id]
        do {
            let taken = try DatumaroShape.read(json, type)
            if let note = taken.note { account.note(file, row, "\(label): \(note)") }
            guard let geometry = AnnotationGate(file: file, size: size).admit(taken.geometry, row: row, label: label, &account) else { return nil }
            return DatasetAnnotation(label: label, geometry: geometry, attributes: taken.attributes, confidence: taken.confidence)
        } catch {
            account.skip(file, row, "\(label): \(error.reason)")
            return nil
        }
    }
}
