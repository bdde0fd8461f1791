import Core
import Geometry

/// Reads Label Studio's JSON: a list of tasks, cut into tasks as they come, each of them parsed by itself.
public final class LabelStudioReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var skeletons: [String: DatasetSkeleton] = [:]
    public private(set) var account: ImportAccount
    private let input: DatasetInput
    private var files: [String]
    private var file = ""
    private var tasks: JSONSlicer?
    private var number = 0
    private var known: Set<String> = []
    private var ledger = PictureLedger()

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        files = input.single.map { [$0] } ?? input.tree.files.filter { $0.fileExtension == "json" && Self.matches(input.tree.path(of: $0)) }
        guard !files.isEmpty else { throw FoveaError.invalid("path", "holds no list of tasks of Label Studio") }
        for file in files { skeletons.merge(LabelStudioSkeletons.read(input.tree.path(of: file))) { first, _ in first } }
        files.reverse()
    }

    /// Whether a file begins as a list of tasks.
    static func matches(_ path: String) -> Bool {
        let text = FormatDetection.head(path, 64 << 10).filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
        guard text.hasPrefix("[{") else { return false }
        return text.contains("\"data\":{") || ["\"annotator\":", "\"original_width\":", "\"annotation_id\":"].contains { text.contains($0) }
    }

    public func next() throws -> DatasetImage? {
        while true {
            guard let slicer = tasks else {
                guard let file = files.popLast() else { return ledger.nextUnused(input, &account) { DatasetSplit(path: $0) } }
                try open(file)
                continue
            }
            do {
                guard let bytes = try slicer.element() else {
                    tasks = nil
                    continue
                }
                number += 1
                if let image = image(bytes) {
                    account.took(image)
                    return image
                }
            } catch {
                account.skip(file, "byte \(error.offset)", "the list breaks off (\(error.reason)); what stands before was read")
                tasks = nil
            }
        }
    }

    private func open(_ file: String) throws {
        let slicer = try JSONSlicer(input.tree.path(of: file))
        guard slicer.enter() == .array else { throw FoveaError(.malformed, "\(file) is no list of tasks of Label Studio.") }
        (self.file, tasks, number) = (file, slicer, 0)
    }

    private func image(_ bytes: [UInt8]) -> DatasetImage? {
        let json: JSON
        do { json = try JSON.lenient(bytes) } catch {
            account.skip(file, "task \(number)", "is no JSON: \(error.reason)")
            return nil
        }
        guard json.object != nil else {
            account.skip(file, "task \(number)", "is no object")
            return nil
        }
        let task = LabelStudioTask(json, number: number)
        let row = "task \(task.id)"
        for note in task.notes { account.note(file, row, note) }
        guard let reference = task.image else {
            account.skip(file, row, "names no picture")
            return nil
        }
        let candidates = PictureReference.candidates(reference)
        guard let first = candidates.first else {
            account.skip(file, row, "names a picture by a path that is not allowed: \(reference.prefix(200))")
            return nil
        }
        let answers = candidates.map { ($0, input.pictures.find($0, near: file.parentPath)) }
        let (name, answer) = answers.first { $0.1 != .missing } ?? (candidates.last ?? first, .missing)
        if case .found(let picture) = answer, !ledger.use(picture) {
            account.note(file, row, "speaks of the same picture as another task: \(picture)")
        }
        return image(task, row, name, answer)
    }

    private func image(_ task: LabelStudioTask, _ row: String, _ name: String, _ answer: PictureIndex.Answer) -> DatasetImage {
        let annotated = LabelStudioResults(task.annotation)
        let predicted = task.predictions.map { (LabelStudioResults($0.results), $0.score) }
        let sizes = ([annotated] + predicted.map(\.0)).lazy.compactMap(\.declared).first
        let declared = sizes.flatMap { PixelSize(width: "\($0.width)", height: "\($0.height)") }
        let (path, size) = input.picture(answer, name: name, declared: declared, &account)
        var image = DatasetImage(name: name, file: path, size: size, split: task.split ?? DatasetSplit(path: name))
        let taking = LabelStudioTaking(file: file, row: row, size: size, skeletons: skeletons)
        image.annotations = taking.annotations(annotated, nil, &account)
        for (results, score) in predicted { image.annotations += taking.annotations(results, score ?? 0, &account) }
        for annotation in image.annotations where known.insert(annotation.label).inserted { classes.append(annotation.label) }
        return image
    }
}
