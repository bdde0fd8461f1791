import Core
import Geometry

/// Reads COCO instance files. Each file is read once, front to back, whatever the order of its sections; shapes wait packed in
/// a spill file until their image's turn, so that a million annotations need some 60 bytes each.
public final class COCOReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var account: ImportAccount
    private let input: DatasetInput
    private var files: [String]
    private var current: COCOFileCursor?

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        files =
            input.single.map { [$0] }
            ?? input.tree.files.filter { file in
                file.fileExtension == "json" && FormatDetection.looksLikeCOCO(input.tree.path(of: file))
            }
        guard !files.isEmpty else { throw FoveaError.invalid("path", "holds no COCO file (a JSON object with images and annotations)") }
        files.reverse()
    }

    public func next() throws -> DatasetImage? {
        while true {
            if let image = try current?.next(&account) {
                account.took(image)
                return image
            }
            current = nil
            guard let file = files.popLast() else { return nil }
            try open(file)
        }
    }

    private func open(_ file: String) throws {
        let parser = COCOParser(file: file, account: ImportAccount())
        let stream = try FileStream(input.tree.path(of: file))
        var atStart = true
        do {
            try parser.read(nonFinite: true) { buffer in
                let count = stream.read(into: buffer)
                guard atStart, count >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF else {
                    atStart = false
                    return count
                }
                // A byte order mark, which JSON does not have.
                atStart = false
                buffer[0] = 32
                buffer[1] = 32
                buffer[2] = 32
                return count
            }
        } catch {
            let reason = parser.stopReason ?? error.reason
            guard parser.tables.images.contains(where: { $0 != nil }) else {
                throw FoveaError(.malformed, "\(file) is no COCO file: \(reason) (byte \(error.offset)).")
            }
            parser.account.skip(file, "byte \(error.offset)", "the file breaks off (\(reason)); what stands before was read")
        }
        account.add(parser.account)
        guard parser.sawSection else { throw FoveaError(.malformed, "\(file) is no COCO file: it has no images, annotations or categories.") }
        let cursor = COCOFileCursor(file, parser, input)
        for name in cursor.prepare(&account) where !classes.contains(name) { classes.append(name) }
        current = cursor
    }
}
