import Core
import Geometry
import Pixels

/// Reads Pascal VOC's segmentation: `SegmentationClass` says the class of each pixel, `SegmentationObject` the object, as colours
/// or as numbers of a palette; `labelmap.txt` names the classes. Pictures that have neither come last, without annotations.
public final class VOCMasksReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var account: ImportAccount
    private let input: DatasetInput
    private let labels: VOCLabelMap
    /// By the way from the folder of pictures of labels, without the extension.
    private var classMaps: [String: String] = [:]
    private var objectMaps: [String: String] = [:]
    private var names: [String]
    private var known: Set<String> = []
    private var splits: [String: DatasetSplit] = [:]
    private var ledger = PictureLedger()

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        for file in input.tree.files where file.fileExtension == "png" {
            if let name = Self.name(file, in: LabelMapFolders.classes) { classMaps[name] = file }
            if let name = Self.name(file, in: LabelMapFolders.objects) { objectMaps[name] = file }
        }
        names = Set(classMaps.keys).union(objectMaps.keys).sorted().reversed()
        guard !names.isEmpty else { throw FoveaError.invalid("path", "holds no PNG in a folder \(LabelMapFolders.classes)") }
        if let file = input.tree.files.first(where: { $0.lastComponent == VOCLabelMap.file }) {
            labels = try VOCLabelMap(input.tree.path(of: file), file, &account)
        } else {
            labels = VOCLabelMap()
            account.note(VOCLabelMap.file, nil, "it is not there: numbers mean the classes of Pascal VOC, and those beyond are called by number")
        }
        for name in labels.declared where known.insert(name).inserted { classes.append(name) }
        readSplits()
    }

    private static func name(_ file: String, in folder: String) -> String? {
        let parts = file.split(separator: "/")
        guard let at = parts.firstIndex(where: { $0 == folder }), at + 1 < parts.count else { return nil }
        return parts[(at + 1)...].joined(separator: "/").withoutExtension
    }

    private func readSplits() {
        for file in input.tree.files where file.fileExtension == "txt" && file.parentPath.hasSuffix("ImageSets/Segmentation") {
            guard let lines = try? LineReader(input.tree.path(of: file)) else { continue }
            let split = DatasetSplit(folder: file.lastComponent.withoutExtension)
            while let line = lines.next() {
                let name = String(decoding: line.filter { $0 > 32 }, as: UTF8.self)
                guard !name.isEmpty else { continue }
                if let split { splits[name] = split }
                if classMaps[name] == nil, objectMaps[name] == nil {
                    account.note(file, "line \(lines.number)", "there is no picture of labels of \(name.prefix(200))")
                }
            }
        }
    }

    public func next() throws -> DatasetImage? {
        while let name = names.popLast() {
            let image = read(name)
            account.took(image)
            return image
        }
        return ledger.nextUnused(input, &account) { [splits] path in splits[path.lastComponent.withoutExtension] ?? DatasetSplit(path: path) }
    }

    private func read(_ name: String) -> DatasetImage {
        let file = classMaps[name] ?? objectMaps[name] ?? name
        let answer = input.pictures.find(stem: name, near: file.parentPath)
        var picture = name + ".jpg"
        if case .found(let path) = answer {
            picture = path
            if !ledger.use(path) { account.note(file, nil, "speaks of the same picture as another: \(path)") }
        }
        let declared = ImageHeader.read(input.tree.path(of: file))?.size
        let (path, size) = input.picture(answer, name: picture, declared: nil, &account)
        var image = DatasetImage(name: picture, file: path, size: size ?? declared, split: splits[name] ?? DatasetSplit(path: file))
        do { image.annotations = try annotations(name, image.size) } catch {
            account.skip(file, nil, "cannot be read: \((error as? FoveaError)?.message ?? "\(error)")")
        }
        return image
    }

    private func map(_ file: String?, _ size: PixelSize?) throws -> LabelMap? {
        guard let file else { return nil }
        // Before anything is decoded.
        guard let header = ImageHeader.read(input.tree.path(of: file)) else { throw FoveaError(.invalid, "\(file) is no PNG") }
        if let size, header.size != size {
            throw FoveaError(
                .invalid, "\(file) has \(header.size.width) x \(header.size.height) pixels where the image has \(size.width) x \(size.height)")
        }
        return try input.options.labelMap(file: input.tree.path(of: file))
    }

    private func annotations(_ name: String, _ size: PixelSize?) throws -> [DatasetAnnotation] {
        let objects = try map(objectMaps[name], size)
        guard let classes = try map(classMaps[name], size) else {
            account.skip(objectMaps[name] ?? name, nil, "no picture in \(LabelMapFolders.classes) says the classes of its objects")
            return []
        }
        // An object of two classes is two; what belongs to no object is one of each class.
        let regions = try LabelRegions(classes) { pixel in
            let value = classes.value(at: pixel)
            return value == 0 ? nil : UInt64(objects.map { Self.object($0.value(at: pixel), $0) } ?? 0) << 32 | UInt64(value)
        }
        let gate = AnnotationGate(file: classMaps[name] ?? name, size: size)
        return regions.masks.sorted { $0.key < $1.key }.compactMap { key, mask in
            let (value, object) = (UInt32(truncatingIfNeeded: key), UInt32(key >> 32))
            let row = object > 0 ? "object \(object)" : nil
            switch labels.meaning(value, in: classes) {
            case .nothing: return nil
            case .unknown:
                account.skip(gate.file, row, "\(mask.area) pixels are of \(Self.describe(value, classes)), which \(VOCLabelMap.file) does not name")
                return nil
            case .named(let label):
                if objects != nil, object == 0 {
                    account.note(gate.file, nil, "\(label): \(mask.area) pixels belong to no object; they became one mask")
                }
                guard let geometry = gate.admit(.mask(Mask(mask)), row: row ?? label, label: label, &account) else { return nil }
                if known.insert(label).inserted { self.classes.append(label) }
                return DatasetAnnotation(label: label, geometry: geometry)
            }
        }
    }

    /// Objects in the order of their numbers, also when they are written as colours; 0 is none.
    private static func object(_ value: UInt32, _ map: LabelMap) -> UInt32 {
        if map.channels == 1 { return value == VOCPalette.void ? 0 : value }
        if value == VOCPalette.voidColor { return 0 }
        return VOCPalette.numbers[value].map { UInt32($0) } ?? value + 256
    }

    private static func describe(_ value: UInt32, _ map: LabelMap) -> String {
        map.channels == 1 ? "number \(value)" : "colour \(value & 255),\(value >> 8 & 255),\(value >> 16)"
    }
}
