import Core
import Geometry

/// Reads Pascal VOC: one XML file an image, pictures in `JPEGImages` or anywhere, splits from `ImageSets/Main` or from the
/// names of folders. Pictures that no file speaks of come last, without annotations.
public final class VOCReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var account: ImportAccount
    private let input: DatasetInput
    private let files: [String]
    private var index = 0
    private var known: Set<String> = []
    private var splits: [String: DatasetSplit] = [:]
    private var ledger = PictureLedger()

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        files = input.tree.files.filter { $0.fileExtension == "xml" }
        guard !files.isEmpty else { throw FoveaError.invalid("path", "holds no XML file") }
        readSplits()
        let masks = input.tree.files.count { $0.fileExtension == "png" && LabelMapFolders.hold($0) }
        if masks > 0 { account.note("", nil, "there are \(masks) pictures of segments too, which were not read: they are the format voc-masks") }
    }

    public func next() throws -> DatasetImage? {
        while index < files.count {
            index += 1
            if let image = read(files[index - 1]) {
                account.took(image)
                return image
            }
        }
        return ledger.nextUnused(input, &account) { [splits] path in splits[path.lastComponent.withoutExtension] ?? DatasetSplit(path: path) }
    }

    private func read(_ file: String) -> DatasetImage? {
        let builder = VOCDocumentBuilder()
        do {
            try XMLParser.read(input.tree.path(of: file), builder)
        } catch let failure as XMLParser.Failure {
            guard builder.document.isAnnotation, !builder.document.filename.isEmpty else {
                account.skip(file, nil, "is no readable XML: \(failure.reason) (line \(failure.line))")
                return nil
            }
            account.skip(file, "line \(failure.line)", "the file breaks off (\(failure.reason)); what stands before was read")
        } catch {
            account.skip(file, nil, "cannot be read: \((error as? FoveaError)?.message ?? "\(error)")")
            return nil
        }
        guard builder.document.isAnnotation else {
            account.note(file, nil, "is no VOC annotation: its first element is not <annotation>")
            return nil
        }
        return image(of: builder.document, file)
    }

    private func image(of document: VOCDocument, _ file: String) -> DatasetImage? {
        let stem = file.lastComponent.withoutExtension
        var name = stem + ".jpg"
        if !document.filename.isEmpty {
            guard let safe = SafePath.normalise(document.filename) else {
                account.skip(file, nil, "names a picture by a path that is not allowed: \(document.filename.prefix(200))")
                return nil
            }
            name = safe
        }
        var answer = input.pictures.find(name, near: file.parentPath)
        if answer == .missing { answer = input.pictures.find(stem: stem, near: file.parentPath) }
        let (path, size) = input.picture(answer, name: name, declared: PixelSize(width: document.width, height: document.height), &account)
        if case .found(let picture) = answer, !ledger.use(picture) {
            account.note(file, nil, "speaks of the same picture as another file: \(picture)")
        }
        let annotations = annotations(of: document, file, size)
        let split = splits[stem] ?? DatasetSplit(path: file)
        return DatasetImage(name: name, file: path, size: size, split: split, annotations: annotations)
    }

    private func annotations(of document: VOCDocument, _ file: String, _ size: PixelSize?) -> [DatasetAnnotation] {
        let gate = AnnotationGate(file: file, size: size)
        var annotations: [DatasetAnnotation] = []
        for (number, object) in document.objects.enumerated() {
            let row = "object \(number + 1)"
            guard !object.name.isEmpty else {
                account.skip(file, row, "has no name")
                continue
            }
            guard object.hasBox else {
                account.skip(file, row, "\(object.name): has no <bndbox>")
                continue
            }
            switch VOCQuirks.box(object.corners, origin: input.options.vocOrigin) {
            case .failure(let error):
                account.skip(file, row, "\(object.name): \(VOCQuirks.describe(error))")
            case .success(let box):
                guard let geometry = gate.admit(.box(box), row: row, label: object.name, &account) else { continue }
                if known.insert(object.name).inserted { classes.append(object.name) }
                var attributes = VOCQuirks.attributes(object, isSegmented: document.isSegmented)
                let (parts, faults) = VOCQuirks.parts(object, origin: input.options.vocOrigin)
                for fault in faults { account.note(file, row, "\(object.name): \(fault)") }
                if !parts.isEmpty { attributes[VOCQuirks.partsAttribute] = .array(parts) }
                annotations.append(DatasetAnnotation(label: object.name, geometry: geometry, attributes: attributes))
            }
        }
        return annotations
    }

    private func readSplits() {
        for file in input.tree.files {
            guard let split = VOCQuirks.split(list: file), let lines = try? LineReader(input.tree.path(of: file)) else { continue }
            while let line = lines.next() {
                guard let stem = String(decoding: line, as: UTF8.self).split(separator: " ").first else { continue }
                splits[String(stem).withoutExtension == String(stem) ? String(stem) : String(stem).lastComponent] = split
            }
        }
    }
}
