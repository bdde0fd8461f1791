import Core
import Geometry

/// Writes pictures into one folder a class, below the split where there is one. An image of several classes goes to the first.
/// Ultralytics trains on such folders when each lies below a split and no picture lies beside them.
final class ClassFoldersWriter: DatasetWriter {
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private let isForUltralytics: Bool
    private var names = FileNames()

    init(_ sink: any DatasetSink, _ options: WriteOptions, isForUltralytics: Bool = false) {
        self.sink = sink
        self.isForUltralytics = isForUltralytics
    }

    func add(_ image: DatasetImage, picture: PictureBytes?) throws {
        guard let picture else {
            account.skip(image.name, nil, "has no picture, and class folders hold nothing else", count: 1 + image.annotations.count)
            return
        }
        var labels: [String] = []
        for annotation in image.annotations where !labels.contains(annotation.label) { labels.append(annotation.label) }
        if labels.count > 1 {
            account.skip(image.name, nil, "has \(labels.count) classes; it went to the first, \(labels[0])", count: labels.count - 1)
        }
        if labels.isEmpty {
            guard !isForUltralytics else {
                account.skip(image.name, nil, "has no class, and YOLO's classification has no place for it")
                return
            }
            account.note(image.name, nil, "has no class; it lies beside the folders")
        }
        let split = image.split ?? (isForUltralytics ? .train : nil)
        let folder = [split?.rawValue, labels.first.map(FileNames.sanitise)].compactMap { $0 }.joined(separator: "/")
        let path = folder.joined(path: names.unique(image.name, in: folder))
        try sink.write(path, size: picture.size, next: picture.next)
        account.took(image)
    }

    func finish() throws { try sink.finish() }
}

/// Writes `<split>/_classes.csv` with a row an image and a column a class, and the pictures beside it. Rows wait in a spill
/// file, because the columns are known only at the end.
final class MulticlassCSVWriter: DatasetWriter {
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private var classes: ClassList
    private var names = FileNames()
    private var rows: [String: SpillBuffer] = [:]

    init(_ sink: any DatasetSink, _ options: WriteOptions) {
        self.sink = sink
        classes = ClassList(options.classes)
    }

    func add(_ image: DatasetImage, picture: PictureBytes?) throws {
        let split = image.split.map { $0 == .val ? "valid" : $0.rawValue } ?? ""
        let name = names.unique(image.name, in: split)
        let numbers = Set(image.annotations.map { classes.number(of: $0.label) })
        let spill = rows[split] ?? SpillBuffer()
        rows[split] = spill
        // The name, a tab (no name has one), and the numbers of the classes.
        try spill.append(Array("\(name)\t\(numbers.sorted().map(String.init).joined(separator: " "))\n".utf8))
        if let picture { try sink.write(split.joined(path: name), size: picture.size, next: picture.next) }
        account.took(image)
    }

    func finish() throws {
        for (split, spill) in rows.sorted(by: { $0.key < $1.key }) {
            var offset: Int64 = 0
            var carry: [UInt8] = []
            var header: [UInt8]? = self.header()
            try sink.write(split.joined(path: "_classes.csv"), size: nil) {
                if let first = header {
                    header = nil
                    return first
                }
                let piece = try spill.read(at: offset, count: 1 << 16)
                offset += Int64(piece.count)
                carry += piece
                guard let end = carry.lastIndex(of: 10) else { return [] }
                let whole = carry[...end]
                let out = self.lines(whole)
                carry = Array(carry[(end + 1)...])
                return out
            }
        }
        try sink.finish()
    }

    private func header() -> [UInt8] {
        var line = Array("filename".utf8)
        for name in classes.names {
            line.append(UInt8(ascii: ","))
            CSV.append(name, to: &line)
        }
        return line + [10]
    }

    private func lines(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        for line in text.split(separator: 10) {
            let parts = line.split(separator: 9, omittingEmptySubsequences: false)
            CSV.append(String(decoding: parts[0], as: UTF8.self), to: &out)
            let set = Set(parts.last.map { String(decoding: $0, as: UTF8.self) }?.split(separator: " ").compactMap { Int($0) } ?? [])
            for number in classes.names.indices { out.append(contentsOf: set.contains(number) ? ",1".utf8 : ",0".utf8) }
            out.append(10)
        }
        return out
    }
}
