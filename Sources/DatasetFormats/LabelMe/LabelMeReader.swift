import Core
import Geometry

/// Reads LabelMe: a JSON file an image, beside the picture, which may also stand in the file. Pictures that no file speaks of come
/// last, without annotations.
public final class LabelMeReader: DatasetReader {
    /// With the picture in it.
    static let fileLimit: Int64 = 128 << 20

    public private(set) var classes: [String] = []
    public private(set) var account: ImportAccount
    private let input: DatasetInput
    private var files: [String]
    private var known: Set<String> = []
    private var ledger = PictureLedger()
    private var embedded: EmbeddedPictures?

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        files = input.tree.files.filter { $0.fileExtension == "json" }.reversed()
        guard !files.isEmpty else { throw FoveaError.invalid("path", "holds no JSON file") }
    }

    public func next() throws -> DatasetImage? {
        while let file = files.popLast() {
            guard let image = try read(file) else { continue }
            account.took(image)
            return image
        }
        return ledger.nextUnused(input, &account) { DatasetSplit(path: $0) }
    }

    private func read(_ file: String) throws -> DatasetImage? {
        let json: JSON
        do { json = try JSONFile.read(input.tree.path(of: file), limit: Self.fileLimit) } catch {
            account.skip(file, nil, "cannot be read: \((error as? FoveaError)?.message ?? "\(error)")")
            return nil
        }
        guard let shapes = json["shapes"]?.array else {
            account.note(file, nil, "is no LabelMe file: it has no list of shapes")
            return nil
        }
        let (name, path, size) = try picture(json, file)
        var annotations = flags(json, file)
        let gate = AnnotationGate(file: file, size: size)
        for (index, shape) in shapes.enumerated() {
            if let annotation = annotation(shape, "shape \(index + 1)", gate) { annotations.append(annotation) }
        }
        return DatasetImage(name: name, file: path, size: size, split: DatasetSplit(path: file), annotations: annotations)
    }

    /// Where the picture lies: by its path, by its name, by the name of the JSON file, or in the file itself.
    private func picture(_ json: JSON, _ file: String) throws -> (name: String, file: String?, size: PixelSize?) {
        let stem = file.lastComponent.withoutExtension
        let said = json["imagePath"]?.string ?? ""
        var name = SafePath.normalise(said)
        if name == nil {
            // The way is not gone, but its end may be the name of a picture inside the dataset.
            name = said.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.flatMap { SafePath.normalise(String($0)) }
            if !said.isEmpty { account.note(file, "imagePath", "the path is not allowed, and was not followed: \(said.prefix(200))") }
        }
        let safe = name ?? stem + ".jpg"
        let declared = Self.size(json)
        var answer = input.pictures.find(safe, near: file.parentPath)
        if answer == .missing { answer = input.pictures.find(stem: stem, near: file.parentPath) }
        if case .found(let picture) = answer, !ledger.use(picture) {
            account.note(file, nil, "speaks of the same picture as another file: \(picture)")
        }
        if answer == .missing, let text = json["imageData"]?.string {
            let pictures = try embedded ?? EmbeddedPictures()
            embedded = pictures
            if let kept = try pictures.keep(text) {
                let (path, size) = input.picture(at: kept, name: safe, declared: declared, &account)
                return (safe, path, size)
            }
            account.note(file, "imageData", "is no picture in Base64")
        }
        let (path, size) = input.picture(answer, name: safe, declared: declared, &account)
        return (safe, path, size)
    }

    private static func size(_ json: JSON) -> PixelSize? {
        guard let width = json["imageWidth"]?.int, let height = json["imageHeight"]?.int, (1...(1 << 24)).contains(width),
            (1...(1 << 24)).contains(height)
        else { return nil }
        return PixelSize(width: Int(width), height: Int(height))
    }

    /// Flags of the picture are classes of the whole image; those that are not set only name a class.
    private func flags(_ json: JSON, _ file: String) -> [DatasetAnnotation] {
        (json["flags"]?.object?.members ?? []).compactMap { name, value in
            guard let isSet = value.bool, !name.isEmpty else {
                account.skip(file, "flags", "\(name.prefix(100)) is neither true nor false")
                return nil
            }
            know(name)
            return isSet ? DatasetAnnotation(label: name, geometry: .image) : nil
        }
    }

    private func know(_ name: String) {
        if known.insert(name).inserted { classes.append(name) }
    }

    private func annotation(_ shape: JSON, _ row: String, _ gate: AnnotationGate) -> DatasetAnnotation? {
        guard let label = shape["label"]?.string, !label.isEmpty else {
            account.skip(gate.file, row, "has no label")
            return nil
        }
        do {
            let taken = try LabelMeShape.take(shape, gate.size, input.options)
            if let note = taken.note { account.note(gate.file, row, "\(label): \(note)") }
            guard let geometry = gate.admit(taken.geometry, row: row, label: label, &account) else { return nil }
            know(label)
            return DatasetAnnotation(label: label, geometry: geometry, attributes: LabelMeAttributes.read(shape))
        } catch {
            account.skip(gate.file, row, "\(label): \((error as? LabelMeShape.Fault)?.reason ?? "\(error)")")
            return nil
        }
    }
}

/// Pictures taken out of JSON files, as files that exist as long as the reading goes on.
private final class EmbeddedPictures {
    private let folder: TemporaryFolder
    private var count = 0

    init() throws { folder = try TemporaryFolder(prefix: "fovea-pictures") }

    /// Nil when the text is no picture.
    func keep(_ text: String) throws -> String? {
        guard let bytes = Base64.decode(text), let header = ImageHeader(bytes) else { return nil }
        count += 1
        let path = "\(folder.path)/\(count).\(header.kind.rawValue)"
        try DirectorySink.write(bytes, to: path)
        return path
    }
}
