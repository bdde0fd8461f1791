import Core
import Geometry

/// Reads CVAT's XML for images, version 1.1, streamed: one file speaks of many images. Pictures that no file speaks of come
/// last, without annotations.
public final class CVATReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var skeletons: [String: DatasetSkeleton] = [:]
    public private(set) var account: ImportAccount
    private let input: DatasetInput
    private var files: [String]
    private var known: Set<String> = []
    private var ledger = PictureLedger()
    /// The file that is read, and its images that have been read; the last is the next to be given.
    private var source: Source?
    private var waiting: [CVATImage] = []

    private struct Source {
        let file: String
        let builder: CVATDocumentBuilder
        /// Nil at the file's end.
        var parser: XMLParser?
    }

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        files = input.tree.files.filter { $0.fileExtension == "xml" }.reversed()
        guard !files.isEmpty else { throw FoveaError.invalid("path", "holds no XML file") }
    }

    public func next() throws -> DatasetImage? {
        while true {
            if let source, let raw = waiting.popLast() {
                guard let image = read(raw, source) else { continue }
                account.took(image)
                return image
            }
            if let source, let parser = source.parser { feed(source, parser) } else if let file = files.popLast() { begin(file) } else { break }
        }
        return ledger.nextUnused(input, &account) { DatasetSplit(path: $0) }
    }

    private func begin(_ file: String) {
        let builder = CVATDocumentBuilder()
        do {
            source = Source(file: file, builder: builder, parser: try XMLParser(input.tree.path(of: file), builder))
        } catch {
            account.skip(file, nil, "cannot be read: \((error as? FoveaError)?.message ?? "\(error)")")
        }
    }

    private func feed(_ source: Source, _ parser: XMLParser) {
        do {
            if try !parser.feed() { end(source) }
        } catch {
            let failure = error as? XMLParser.Failure
            account.skip(
                source.file, failure.map { "line \($0.line)" }, "the file breaks off (\(failure?.reason ?? "\(error)")); what stands before was read")
            if let image = source.builder.unfinished {
                account.skip(source.file, image.fields["name"], "the file breaks off inside this image", count: 1 + image.shapes.count)
            }
            end(source)
        }
        waiting = source.builder.take().reversed()
        // Labels stand before images; unused ones are classes too. Those with a parent are points of a skeleton.
        for label in source.builder.labels where label.parent.isEmpty && !label.name.isEmpty && know(label.name) {
            skeletons[label.name] = CVATSkeleton.declared(label, source.builder.labels)
        }
    }

    private func end(_ source: Source) {
        self.source?.parser = nil
        if source.builder.root != "annotations" {
            account.note(source.file, nil, "is no CVAT annotation: its first element is not <annotations>")
        } else if source.builder.tracks > 0 {
            let count = source.builder.tracks
            account.skip(source.file, nil, "holds \(count) tracks of a video, which are not read: export it from CVAT for images", count: count)
        }
    }

    /// Whether the class is new.
    @discardableResult private func know(_ name: String) -> Bool {
        guard known.insert(name).inserted else { return false }
        classes.append(name)
        return true
    }

    private func read(_ raw: CVATImage, _ source: Source) -> DatasetImage? {
        let named = raw.fields["name"] ?? ""
        guard let name = SafePath.normalise(named) else {
            let reason = named.isEmpty ? "has no name" : "names a picture by a path that is not allowed: \(named.prefix(200))"
            account.skip(source.file, "image \(raw.fields["id"] ?? "?")", reason, count: 1 + raw.shapes.count)
            return nil
        }
        let answer = input.pictures.find(name, near: source.file.parentPath)
        let (path, size) = input.picture(answer, name: name, declared: PixelSize(width: raw.fields["width"], height: raw.fields["height"]), &account)
        if case .found(let picture) = answer, !ledger.use(picture) {
            account.note(source.file, name, "speaks of the same picture as another image: \(picture)")
        }
        let said = raw.fields["subset"] ?? source.builder.subset
        let split = said.flatMap { DatasetSplit(folder: $0) } ?? DatasetSplit(path: name) ?? DatasetSplit(path: source.file)
        return DatasetImage(name: name, file: path, size: size, split: split, annotations: annotations(raw, name, size, source))
    }

    private func annotations(_ raw: CVATImage, _ name: String, _ size: PixelSize?, _ source: Source) -> [DatasetAnnotation] {
        let gate = AnnotationGate(file: source.file, size: size)
        return raw.shapes.enumerated().compactMap { index, shape in
            let row = "\(name), \(shape.kind.prefix(40)) \(index + 1)"
            guard !shape.label.isEmpty else {
                account.skip(source.file, row, "has no label")
                return nil
            }
            if shape.partValues > 0 { account.note(source.file, row, "\(shape.label): \(shape.partValues) attributes of its points were not read") }
            switch CVATGeometry.take(shape, size, &skeletons[shape.label]) {
            case .failure(let fault):
                account.skip(source.file, row, "\(shape.label): \(fault.reason)")
                return nil
            case .success(let taken):
                if let note = taken.note { account.note(source.file, row, "\(shape.label): \(note)") }
                guard let geometry = gate.admit(taken.geometry, row: row, label: shape.label, &account) else { return nil }
                know(shape.label)
                return DatasetAnnotation(label: shape.label, geometry: geometry, attributes: CVATQuirks.attributes(shape, source.builder.labels))
            }
        }
    }
}
