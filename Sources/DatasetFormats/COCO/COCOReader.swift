import Core
import Geometry
import Glibc

/// Reads COCO: instances, keypoints, panoptic segments and lists of results. Each file is read once, front to back, whatever the
/// order of its sections; shapes wait packed in a spill file until their image's turn, so that a million annotations need some 80
/// bytes each.
public final class COCOReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var skeletons: [String: DatasetSkeleton] = [:]
    public private(set) var account: ImportAccount
    private let input: DatasetInput
    private var files: [String]
    /// By the file of instances that they belong to.
    private var results: [String: [String]] = [:]
    private var current: COCOFileCursor?

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        let all = input.single.map { [$0] } ?? input.tree.files.filter { $0.fileExtension == "json" }
        let lists = all.filter { FormatDetection.looksLikeCOCOResults(input.tree.path(of: $0)) }
        files =
            input.single != nil && lists.isEmpty
            ? all : all.filter { !lists.contains($0) && FormatDetection.looksLikeCOCO(input.tree.path(of: $0)) }
        guard !files.isEmpty else {
            throw FoveaError.invalid(
                "path",
                lists.isEmpty
                    ? "holds no COCO file (a JSON object with images and annotations)"
                    : "holds a list of results (\(lists[0])), but not the file that names its images and categories")
        }
        for list in lists { match(list) }
        files.reverse()
    }

    /// A list of results says nothing of its images but their ids: the file that has them is the only one, or the only one of the
    /// same split.
    private func match(_ list: String) {
        let split = COCOFileCursor.split(of: list)
        let candidates = files.count == 1 ? files : files.filter { split != nil && COCOFileCursor.split(of: $0) == split }
        if candidates.count == 1 {
            results[candidates[0], default: []].append(list)
        } else {
            account.skip(list, nil, "is a list of results, and \(files.count) files could name its images: name the split in its file name")
        }
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
        let tables: COCOTables
        do { tables = try read(file, filtered: false) } catch is NumberTooBig { tables = try read(file, filtered: true) }
        let cursor = COCOFileCursor(file, tables, input)
        for (name, skeleton) in cursor.prepare(&account) {
            if !classes.contains(name) { classes.append(name) }
            if let skeleton, skeletons[name] == nil { skeletons[name] = skeleton }
        }
        current = cursor
    }

    /// The parser met a number that no double holds.
    private struct NumberTooBig: Error {}

    /// A file with the results that belong to it.
    private func read(_ file: String, filtered: Bool) throws -> COCOTables {
        let tables = COCOTables()
        var found = ImportAccount()
        for name in [file] + (results[file] ?? []) {
            let parser = COCOParser(file: name, tables: tables)
            do {
                try parse(name, parser, filtered: filtered)
            } catch let failure as JSONFailure {
                if !filtered, !failure.stopped, failure.reason.contains("too big") { throw NumberTooBig() }
                let reason = parser.stopReason ?? failure.reason
                guard tables.images.contains(where: { $0 != nil }) else {
                    throw FoveaError(.malformed, "\(name) is no COCO file: \(reason) (byte \(failure.offset)).")
                }
                parser.account.skip(name, "byte \(failure.offset)", "the file breaks off (\(reason)); what stands before was read")
            }
            guard parser.sawSection else { throw FoveaError(.malformed, "\(name) is no COCO file: it has no images, annotations or categories.") }
            found.add(parser.account)
        }
        account.add(found)
        return tables
    }

    private func parse(_ file: String, _ parser: COCOParser, filtered: Bool) throws {
        let stream = try FileStream(input.tree.path(of: file))
        // JSON has no byte order mark.
        if stream.read(upTo: 3) != [0xEF, 0xBB, 0xBF] { _ = stream.seek(0, SEEK_SET) }
        var filter = HugeNumberFilter()
        try parser.read(nonFinite: true) { buffer in
            filtered ? filter.read(into: buffer) { stream.read(into: $0) } : stream.read(into: buffer)
        }
    }
}
